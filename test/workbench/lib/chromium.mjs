// The browser that the tests drive.
import { isExecutable, onPath } from '../../../scripts/lib/project.mjs';

/** { executable } or { problem }: the reason, to follow "because". */
export function findChromium(env = process.env) {
  const named = env.BUDDYSCOPE_CHROMIUM;
  if (named) return isExecutable(named) ? { executable: named } : { problem: `BUDDYSCOPE_CHROMIUM names ${named}, which is not a program` };
  const executable = onPath('chromium', 'google-chrome');
  return executable ? { executable } : { problem: 'there is no chromium or google-chrome on PATH; install one, or name one in BUDDYSCOPE_CHROMIUM' };
}
