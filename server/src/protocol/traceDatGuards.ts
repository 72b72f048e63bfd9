import { isFields, isNullOr, isText } from './guards.js';
import type { RenderTraceDatResult } from './traceDat.js';

export function isRenderTraceDatResult(value: unknown): value is RenderTraceDatResult {
  return isFields(value) && isText(value['text']) && isNullOr(value['missing'], isText);
}
