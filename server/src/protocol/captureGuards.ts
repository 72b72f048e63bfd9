import type { CaptureForm, CaptureGroup, CaptureScriptResult } from './capture.js';
import { isFields, isListOf, isNatural, isText } from './guards.js';

const isGroup = (value: unknown): value is CaptureGroup =>
  isFields(value) && isText(value['name']) && isText(value['gives']) && isText(value['cost']) && typeof value['usual'] === 'boolean';

export const isCaptureForm = (value: unknown): value is CaptureForm =>
  isFields(value) && isListOf(value['groups'], isGroup) && isListOf(value['interfaces'], isText) && isText(value['interface'])
  && ['seconds', 'mostSeconds', 'size', 'mostSize'].every(key => isNatural(value[key]));

export const isCaptureScriptResult = (value: unknown): value is CaptureScriptResult =>
  isFields(value) && isText(value['script']) && isListOf(value['notes'], isText);
