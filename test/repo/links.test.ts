/** Every link in the documentation to a file of the repository leads to one, and every link to a heading to one of its page. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { filesUnder, readText, root } from '../support/repository.js';

const pages = ['README.md', 'CHANGELOG.md', ...filesUnder('docs', '.md')];

/** Markdown without what is shown as code. */
const prose = (page: string): string => readText(page).replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '``');

const targets = (page: string): readonly string[] =>
  [...prose(page).matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm)].map(match => match[1] ?? match[2])
    .filter(target => !/^[a-z][a-z0-9+.-]*:/i.test(target));

/** A heading's anchor as the usual renderers make it. */
const anchorOf = (heading: string): string =>
  heading.trim().toLowerCase().replace(/\]\([^)]*\)/g, '').replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

const anchors = (page: string): readonly string[] =>
  [...readText(page).replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.*)$/gm)].map(match => anchorOf(match[1]));

test('links in the documentation lead somewhere', () => {
  const broken: string[] = [];
  for (const page of pages) {
    for (const target of targets(page)) {
      const [path, anchor] = target.split('#', 2);
      const file = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), decodeURI(path)));
      if (file.startsWith('../') || !existsSync(join(root, file))) broken.push(`${page}: ${target}`);
      else if (anchor !== undefined && file.endsWith('.md') && !anchors(file).includes(anchor)) broken.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('the check sees links', () => {
  assert.ok(targets('docs/rules/README.md').length > 50);
});
