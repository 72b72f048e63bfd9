import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { captureDefaults, captureLimits, captureScript, checkCapture, defaultGroups, eventGroups, interfaceNames } from '../../core/index.js';
import { version } from '../../io/version.js';
import { type CaptureForm, captureFormMethod, captureScriptMethod, type CaptureScriptResult } from '../../protocol/capture.js';
import type { Log } from '../log.js';
import { answering } from './answer.js';
import { Fields, invalid } from './fields.js';

const form = (): CaptureForm => ({
  groups: eventGroups.map(({ name, gives, cost }) => ({ name, gives, cost, usual: defaultGroups.includes(name) })),
  interfaces: interfaceNames, interface: captureDefaults.interface,
  seconds: captureDefaults.seconds, mostSeconds: captureLimits.seconds, size: captureDefaults.size, mostSize: captureLimits.size,
});

function script(params: unknown): CaptureScriptResult {
  const fields = new Fields(params);
  const kernel = fields.text('kernel').trim();
  const choice = checkCapture({
    interface: fields.text('interface'), events: fields.text('events'), seconds: fields.whole('seconds'), size: fields.whole('size'),
    kernel: kernel === '' ? undefined : kernel,
  });
  if (!choice.ok) throw invalid(choice.reason);
  return { script: captureScript(choice.options, `buddyscope ${version}`), notes: choice.options.notes };
}

/** The recording script, for the editor's command. */
export function registerCapture(connection: Connection, log: Log): void {
  const failed = new ResponseError(ErrorCodes.InternalError, 'the script could not be made; the output channel says why');
  const on = (method: string, work: (params: unknown) => CaptureForm | CaptureScriptResult): void => {
    const handler = answering<unknown, CaptureForm | CaptureScriptResult | ResponseError>(log, method, failed, work);
    connection.onRequest<CaptureForm | CaptureScriptResult, void>(method, (params: unknown, token: CancellationToken) => handler(params, token));
  };
  on(captureFormMethod, form);
  on(captureScriptMethod, script);
}
