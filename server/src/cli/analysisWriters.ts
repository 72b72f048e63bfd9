import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  analysisJson, analysisSchema, analysisText, explainRule, type FileAnalysis, ruleInfos, sarifHead, sarifOmitted, sarifResults, sarifTail, type SarifTool,
} from '../core/index.js';
import { isListed } from '../io/readSettings.js';
import { version } from '../io/version.js';
import type { Settings } from '../protocol/messages.js';
import type { Output } from './host.js';

export const analysisFormats = ['text', 'json', 'sarif'] as const;

/** Writes the analyses one after the other, so that only one is in memory. */
export interface AnalysisWriter {
  file(file: string, analysis: FileAnalysis): Promise<void>;
  /** `failures`: the files that could not be read, each with its reason. */
  end(failures: readonly string[]): Promise<void>;
}

export interface WriterChoice {
  readonly maxFindings: number;
  readonly settings: Settings;
}

function textWriter(out: Output, { maxFindings, settings }: WriterChoice): AnalysisWriter {
  let files = 0;
  return {
    async file(file, analysis) {
      if (files++ > 0) out.add('\n');
      await out.write(analysisText(file, analysis, { maxFindings, listed: (finding) => isListed(finding, settings) }));
    },
    end: () => Promise.resolve(),
  };
}

function jsonWriter(out: Output, { maxFindings }: WriterChoice): AnalysisWriter {
  let files = 0;
  return {
    async file(file, analysis) {
      out.add(files++ === 0 ? `{"schema":"${analysisSchema}","files":[\n` : ',\n');
      await out.write(analysisJson(file, analysis, maxFindings));
    },
    // Nothing at all where no file could be read: an empty result would look like a clean one.
    end: () => out.write(files > 0 ? ['\n]}\n'] : []),
  };
}

/** A relative path stays one: results are compared between checkouts. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/');
}

function sarifWriter(out: Output, { maxFindings }: WriterChoice): AnalysisWriter {
  const tool: SarifTool = { version, rules: ruleInfos, explain: explainRule };
  const notes: string[] = [];
  let results = 0;
  let begun = false;
  const begin = async (): Promise<void> => {
    if (!begun) await out.write(sarifHead(tool));
    begun = true;
  };
  return {
    async file(file, analysis) {
      await begin();
      await out.write(sarifResults(uriOf(file), analysis, tool, maxFindings, results === 0));
      const listed = Math.min(analysis.findings.length, maxFindings);
      results += listed;
      if (listed < analysis.findings.length) notes.push(sarifOmitted(file, analysis.findings.length - listed));
    },
    // Unlike the JSON of our own this format can say that it failed.
    async end(failures) {
      await begin();
      await out.write([sarifTail(failures, notes)]);
    },
  };
}

export function analysisWriter(format: (typeof analysisFormats)[number], out: Output, choice: WriterChoice): AnalysisWriter {
  switch (format) {
    case 'text': return textWriter(out, choice);
    case 'json': return jsonWriter(out, choice);
    case 'sarif': return sarifWriter(out, choice);
  }
}
