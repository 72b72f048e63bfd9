import * as vscode from 'vscode';
import type { CaptureForm } from '../../../server/src/protocol/capture.js';
import { type Choices, faultOfTracepoints, wholeNumber, wordsOf } from './choices.js';

const title = 'Create Capture Script';

interface Row extends vscode.QuickPickItem {
  /** Asks for another value; undefined where the user keeps the old one. `create` ends the form. */
  readonly choose: 'create' | ((choices: Choices) => Promise<Partial<Choices> | undefined>);
}

/** All choices at once, each with its value; undefined where the user wants no script. `interfaceTexts`: what the names mean. */
export async function askForCapture(form: CaptureForm, start: Choices, interfaceTexts: ReadonlyMap<string, string>): Promise<Choices | undefined> {
  for (let choices = start, active = 0; ;) {
    const rows = rowsOf(form, choices, interfaceTexts);
    const row = await pick(rows, active);
    if (row === undefined) return undefined;
    if (row.choose === 'create') return choices;
    active = rows.indexOf(row);
    choices = { ...choices, ...await row.choose(choices) };
  }
}

function rowsOf(form: CaptureForm, { interface: name, events, seconds, size, kernel }: Choices, texts: ReadonlyMap<string, string>): readonly Row[] {
  const words = wordsOf(events);
  const costly = form.groups.some(group => group.name === 'locks') && words.includes('locks');
  return [
    { label: '$(check) Create the script', detail: 'A shell script for the machine in question, which is run there as root.', choose: 'create' },
    { label: '$(list-unordered) Events', description: words.join(', '), detail: costly ? 'locks slows the whole machine down while it is recorded.' : 'What is recorded.', choose: chosen => askForEvents(form, chosen) },
    { label: '$(watch) Time', description: `${seconds} s`, detail: 'At most; Ctrl-C ends it earlier. Page reporting begins two seconds after a free.', choose: () => askForNumber('seconds', 'Seconds', seconds, form.mostSeconds) },
    { label: '$(database) Memory', description: `${size} MB`, detail: 'The recording ends when the trace buffer is full. The file is about 4 times as large.', choose: () => askForNumber('size', 'Megabytes', size, form.mostSize) },
    { label: '$(symbol-interface) Interface', description: name, detail: texts.get(name) ?? 'The page reporting interface of the kernel.', choose: () => askForInterface(form, name, texts) },
    { label: '$(server) Kernel', description: kernel === '' ? 'any' : kernel, detail: 'The script looks for itself what the machine has.', choose: () => askForKernel(kernel) },
  ];
}

function pick(rows: readonly Row[], active: number): Promise<Row | undefined> {
  const list = vscode.window.createQuickPick<Row>();
  list.title = title;
  list.placeholder = 'Enter on the first line makes the script; Enter on another one changes it';
  list.ignoreFocusOut = true;
  list.items = rows;
  list.activeItems = [rows[active]];
  return new Promise(done => {
    list.onDidAccept(() => { done(list.activeItems[0]); list.hide(); });
    list.onDidHide(() => { done(undefined); list.dispose(); });
    list.show();
  });
}

const ownTracepoints = 'Tracepoints of your own...';

async function askForEvents(form: CaptureForm, { events }: Choices): Promise<Partial<Choices> | undefined> {
  const words = wordsOf(events);
  const own = words.filter(word => word.includes(':'));
  const groups = form.groups.map(({ name, gives, cost }) => ({ label: name, description: cost, detail: gives, picked: words.includes(name) }));
  const tracepoints = { label: ownTracepoints, description: own.join(', '), detail: 'Any tracepoint of the kernel, as system:event', picked: own.length > 0 };
  const chosen = await vscode.window.showQuickPick([...groups, tracepoints], {
    title: `${title}: Events`, placeHolder: 'What is recorded, and what it costs', canPickMany: true, matchOnDetail: true, ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  const labels = chosen.map(({ label }) => label).filter(label => label !== ownTracepoints);
  if (chosen.some(({ label }) => label === ownTracepoints)) {
    const text = await vscode.window.showInputBox({
      title: `${title}: Tracepoints`, value: own.join(', '), prompt: 'As system:event, separated by commas', placeHolder: 'sched:sched_waking, timer:timer_start', ignoreFocusOut: true,
      validateInput: faultOfTracepoints,
    });
    labels.push(...(text === undefined ? own : wordsOf(text)));
  }
  return labels.length > 0 ? { events: labels.join(',') } : undefined;
}

async function askForNumber(key: 'seconds' | 'size', unit: string, value: number, most: number): Promise<Partial<Choices> | undefined> {
  const text = await vscode.window.showInputBox({
    title: `${title}: ${unit}`, value: String(value), prompt: `A whole number from 1 to ${most}`, ignoreFocusOut: true,
    validateInput: given => (wholeNumber(given, most) === undefined ? `A whole number from 1 to ${most}` : undefined),
  });
  const number = text === undefined ? undefined : wholeNumber(text, most);
  return number === undefined ? undefined : { [key]: number };
}

async function askForInterface({ interfaces }: CaptureForm, present: string, texts: ReadonlyMap<string, string>): Promise<Partial<Choices> | undefined> {
  const items = interfaces.map(name => ({ label: name, detail: texts.get(name) ?? '' })).sort((a, b) => Number(b.label === present) - Number(a.label === present));
  const chosen = await vscode.window.showQuickPick(items, { title: `${title}: Interface`, placeHolder: 'The page reporting interface of the kernel', ignoreFocusOut: true });
  return chosen && { interface: chosen.label };
}

async function askForKernel(kernel: string): Promise<Partial<Choices> | undefined> {
  const text = await vscode.window.showInputBox({
    title: `${title}: Kernel`, value: kernel, prompt: 'What uname -r says, or 6.1; empty for any', placeHolder: '6.1', ignoreFocusOut: true,
    validateInput: given => (/^(?:\d{1,2}\.\d{1,3}\S{0,64})?$/.test(given.trim()) ? undefined : 'A version as 6.1, or nothing'),
  });
  return text === undefined ? undefined : { kernel: text.trim() };
}
