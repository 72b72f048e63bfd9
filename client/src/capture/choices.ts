import type { CaptureForm, CaptureScriptParams } from '../../../server/src/protocol/capture.js';

export type Choices = CaptureScriptParams;

export const usualChoices = (form: CaptureForm): Choices => ({
  interface: form.interface, events: form.groups.filter(({ usual }) => usual).map(({ name }) => name).join(','), seconds: form.seconds, size: form.size, kernel: '',
});

/** What was chosen the last time, as far as this version still has it. */
export function rememberedChoices(form: CaptureForm, value: unknown): Choices {
  const usual = usualChoices(form);
  if (typeof value !== 'object' || value === null) return usual;
  const kept: Readonly<Record<string, unknown>> = { ...value };
  const text = (key: 'interface' | 'events' | 'kernel'): string => (typeof kept[key] === 'string' ? kept[key] : usual[key]);
  const number = (key: 'seconds' | 'size', most: number): number => (wholeNumber(String(kept[key]), most) ?? usual[key]);
  const events = text('events').split(',').filter(word => word.includes(':') || form.groups.some(({ name }) => name === word)).join(',');
  return {
    interface: form.interfaces.includes(text('interface')) ? text('interface') : usual.interface,
    events: events === '' ? usual.events : events,
    seconds: number('seconds', form.mostSeconds), size: number('size', form.mostSize), kernel: text('kernel'),
  };
}

/** From 1 to `most`; undefined for anything else. */
export function wholeNumber(text: string, most: number): number | undefined {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= 1 && value <= most ? value : undefined;
}

/** What is wrong with the text of an own tracepoint list; undefined: nothing. */
export const faultOfTracepoints = (text: string): string | undefined => {
  const wrong = wordsOf(text).find(word => !/^\w{1,64}:\w{1,64}$/.test(word));
  return wrong === undefined ? undefined : `Write tracepoints as system:event, separated by commas; '${wrong}' is none.`;
};

export const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter(word => word !== '');
