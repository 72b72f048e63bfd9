/**
 * A folder that looks like the /proc and tracefs of a machine, so that a recording script can run without root. Commands that touch what plain
 * files cannot do are shell functions in front of the script: they win over programs and over busybox's own.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

const zoneinfo = `Node 0, zone      DMA
  per-node stats
      nr_inactive_anon 0
  pages free     3840
        boost    0
        min      22
        low      27
        high     32
        spanned  4095
        present  3998
        managed  3840
      nr_free_pages 3840
  pagesets
    cpu: 0
              count: 0
              high:  0
              batch: 1
  vm stats threshold: 4
  node_unreclaimable:  0
  start_pfn:           1
Node 0, zone    DMA32
  pages free     100000
        boost    0
        min      652
        low      815
        high     978
        spanned  126944
        present  126944
        managed  112697
  start_pfn:           4096
Node 0, zone  Movable
  pages free     0
        boost    0
        min      32
        low      32
        high     32
        spanned  0
        present  0
        managed  0
        protection: (0, 0, 0, 0)
`;
const pagetypeinfo = `Page block order: 9
Pages per block:  512

Free pages count per migrate type at order       0      1      2      3      4      5      6      7      8      9     10
Node    0, zone    DMA32, type    Unmovable      1      0      0      0      0      0      0      0      0      0      0
Node    0, zone    DMA32, type      Movable      7     60     33      6      4      3      1      3      0      2     90

Number of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate
Node 0, zone    DMA32           20          228            0            0            0
`;
const emptyTrace = '# tracer: nop\n#\n# entries-in-buffer/entries-written: 0/0   #P:1\n';
const stats = (dropped: number): string => `entries: 10\noverrun: 0\ncommit overrun: 0\nbytes: 500\noldest event ts: 1.0\nnow ts: 2.0\ndropped events: ${dropped}\nread events: 0\n`;

/** What a buffer consists of, in the instance or at the top. */
const bufferFiles: Readonly<Record<string, string>> = {
  'tracing_on': '1\n', 'trace': emptyTrace, 'current_tracer': 'nop\n', 'trace_clock': '[local] global counter mono\n', 'buffer_size_kb': '7 (expanded: 1408)\n',
  'set_event': '', 'trace_marker': '', 'per_cpu/cpu0/stats': stats(0), 'per_cpu/cpu0/trace': '',
  'options/overwrite': '1\n', 'options/hash-ptr': '1\n', 'options/irq-info': '0\n', 'options/context-info': '1\n', 'options/raw': '1\n',
  ...Object.fromEntries(['kmem/mm_page_alloc', 'kmem/mm_page_free', 'lock/contention_begin'].flatMap(event => [[`events/${event}/enable`, '0\n'], [`events/${event}/filter`, 'none\n']])),
};

const machineFiles: Readonly<Record<string, string>> = {
  'proc/buddyinfo': 'Node 0, zone    DMA32      8     60     33      6      4      3      1      3      0      2     90\n',
  'proc/zoneinfo': zoneinfo, 'proc/pagetypeinfo': pagetypeinfo, 'proc/meminfo': 'MemTotal: 1000000 kB\nMemAvailable:    4000000 kB\n',
  'proc/cpuinfo': 'processor\t: 0\n', 'proc/filesystems': 'nodev\ttracefs\n', 'sys/module/page_reporting/parameters/page_reporting_order': '9\n',
};

export const probeable = ['vfs_read', 'page_reporting_process', '__page_reporting_notify', 'page_reporting_drain.constprop.0', '__isolate_free_page', '__putback_isolated_page',
  'zone_watermark_ok', 'virtballoon_free_page_report [virtio_balloon]', 'page_reporting_process.cold', '__isolate_free_page_other'];

export interface FakeOptions {
  /** Files below the machine's root, in place of the usual ones; undefined: not there. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** False: a kernel before 3.10, or an interface whose events go to the shared buffer. */
  readonly instances?: boolean;
  /** What the buffer holds while the script looks for the zones and their locks, and for struct pages. */
  readonly zones?: string;
  readonly pages?: string;
  /** What the buffer holds at the end of the recording. */
  readonly trace?: string;
  /** Shell functions of this test, e.g. `id() { echo 1000; }`. */
  readonly preamble?: string;
  /** `busybox sh` */
  readonly shell?: readonly string[];
  readonly args?: readonly string[];
}

export interface FakeRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  /** What OUT holds; undefined: it was not written. */
  readonly file: string | undefined;
  /** All files and folders below the machine's root, before and after. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** Probes that were defined and never removed, out of what was written to kprobe_events. */
export function probesLeft(log: string): readonly string[] {
  const left = new Set<string>();
  for (const line of log.split('\n')) {
    const name = /^[pr][0-9]*:(\S+)/.exec(line)?.[1];
    if (name !== undefined) left.add(name);
    if (line.startsWith('-:')) left.delete(line.slice(2));
  }
  return [...left];
}

export const tracefs = 'sys/kernel/tracing';

export function fakeMachine(context: TestContext, options: FakeOptions = {}): { readonly root: string; run(script: string): Promise<FakeRun> } {
  const folder = mkdtempSync(join(tmpdir(), 'buddyscope-machine-'));
  context.after(() => { rmSync(folder, { recursive: true, force: true }); });
  const root = join(folder, 'root');
  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const files: Record<string, string | undefined> = { ...machineFiles };
  for (const [name, text] of Object.entries(bufferFiles)) files[`${tracefs}/${name}`] = text;
  files[`${tracefs}/kprobe_events`] = '';
  files[`${tracefs}/available_filter_functions`] = `${probeable.join('\n')}\n`;
  for (const [name, text] of Object.entries({ ...files, ...options.files })) if (text !== undefined) put(`root/${name}`, text);
  if (options.instances !== false && options.files?.[tracefs] === undefined) mkdirSync(join(root, tracefs, 'instances'), { recursive: true });
  for (const [name, text] of Object.entries(bufferFiles)) put(`instance/${name}`, text);
  if (options.zones !== undefined) put('zones', options.zones);
  if (options.pages !== undefined) put('pages', options.pages);
  put('recorded', options.trace ?? `${emptyTrace}              sh-7       [000] .....     1.000001: mm_page_free: page=000000008b02f246 pfn=0x18050 order=0\n`);
  const preamble = String.raw`
FAKE='${folder}'
id() { echo 0; }
uname() { case $1 in -r) echo 6.1.0-fake ;; *) echo x86_64 ;; esac; }
getconf() { echo 4096; }
# The kernel fills a new instance, and it fills events/GROUP for each probe; here all that may be defined stand there from the start.
mkdir() {
  cp -R "$FAKE/instance" "$1"
  probe_events "$1"
}
probe_events() {
  for p in pr_process pr_process_ret pr_notify pr_drain pr_drain_ret isolate isolate_ret putback putback_ret wmark_ok wmark_ok_ret vb_report vb_report_ret \
    a_zone a_lock lock lock_irq lock_irqsave trylock unlock unlock_irq unlock_irqrestore got_lock got_lock_irq got_lock_irqsave got_trylock; do
    command mkdir -p "$1/events/buddyscope_$$/$p"
    echo 0 > "$1/events/buddyscope_$$/$p/enable"
    echo none > "$1/events/buddyscope_$$/$p/filter"
  done
}
rmdir() { rm -r "$1"; }
# What the kernel would have recorded while the script looked for addresses.
awk() {
  case $1$2 in
    -vzones=*) if [ -e "$FAKE/zones" ]; then set -- "$1" "$2" "$3" "$FAKE/zones"; fi ;;
    *'page=('*) if [ -e "$FAKE/pages" ]; then set -- "$1" "$FAKE/pages"; fi ;;
  esac
  command awk "$@"
}
sleep() { cp "$FAKE/recorded" "$B/trace"; during; }
during() { :; }
${options.preamble ?? ''}
`;
  return { root, run: script => runScript(folder, root, script.replace('\n', () => `\n${preamble}`), options) };
}

function runScript(folder: string, root: string, script: string, { shell = ['sh'], args }: FakeOptions): Promise<FakeRun> {
  const path = join(folder, 'capture.sh');
  const out = join(folder, 'out.ftrace');
  writeFileSync(path, script);
  const before = filesOf(root);
  return new Promise((done, failed) => {
    const { SUDO_UID: _uid, ...env } = process.env;
    const child = spawn(shell[0], [...shell.slice(1), path, ...(args ?? [out])], { cwd: folder, env: { ...env, BUDDYSCOPE_ROOT: root }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [text, err] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => { text += bytes.toString(); });
    child.stderr.on('data', (bytes: Buffer) => { err += bytes.toString(); });
    child.on('error', failed);
    child.on('close', (status) => { done({ status, out: text, err, file: read(out), before, after: filesOf(root) }); });
  });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function filesOf(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(names.map(name => [name, statSync(join(root, name)).isDirectory() ? 'folder' : readFileSync(join(root, name), 'utf8')]));
}
