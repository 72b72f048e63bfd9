// The parser alone, and with the machine: no rule is there, nobody listens to the machine, and what only rules need is left out of it (see run.mjs).
import { Blocks } from '../../server/src/core/analysis/blocks.ts';
import { Session } from '../../server/src/core/analysis/session.ts';

function bare(step) {
  const session = new Session({});
  let lines = 0;
  const blocks = new Blocks(session.parser, ({ columns }) => {
    step(session, columns, lines);
    lines += columns.length;
  });
  return {
    push: bytes => { blocks.push(bytes); },
    end: () => {
      blocks.end();
      return { findings: [] };
    },
  };
}

export const parseOnly = () => bare(() => undefined);
export const replayOnly = () => bare(({ machine }, columns, before) => {
  for (let i = 0; i < columns.length; i++) machine.step(columns, i, before + i + 1);
});
