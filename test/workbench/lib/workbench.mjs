// A VS Code server with user data, extensions and temporary files of its own.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeProgram, serverProgram } from './setup.mjs';

const startLimitMs = 60_000;

/** Nothing that greets, asks, updates or phones home. */
const quietSettings = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false, 'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off', 'telemetry.feedback.enabled': false, 'update.mode': 'none', 'update.showReleaseNotes': false,
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false, 'chat.disableAIFeatures': true, 'git.enabled': false, 'git.autofetch': false,
  'npm.fetchOnlinePackageInfo': false, 'json.schemaDownload.enable': false, 'typescript.disableAutomaticTypeAcquisition': true,
  'files.autoSave': 'off', 'files.hotExit': 'off', 'window.restoreWindows': 'none', 'window.confirmBeforeClose': 'never',
};

export class Workbench {
  #folder;
  #temporary;
  #server;
  port;
  url;

  /** `folder` is emptied. */
  constructor(folder) {
    this.#folder = folder;
    fs.rmSync(folder, { recursive: true, force: true });
    // Short, because the path of a socket has at most 107 bytes.
    this.#temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'bs-'));
    fs.mkdirSync(this.extensions, { recursive: true });
    fs.mkdirSync(this.#path('user-data/User'), { recursive: true });
    fs.writeFileSync(this.#path('user-data/User/settings.json'), JSON.stringify(quietSettings, undefined, 1));
  }

  /** Where the extensions are installed. */
  get extensions() { return this.#path('extensions'); }

  install(vsix) {
    // What the server writes to standard error is mostly about its native logger, which is not built here.
    const { status, stdout, stderr } = spawnSync(nodeProgram, [...this.#arguments(), '--install-extension', vsix, '--force'], { env: this.#environment(), encoding: 'utf8' });
    if (status !== 0 || !stdout.includes('successfully installed')) throw new Error(`${vsix} could not be installed:\n${stdout}${stderr}`);
  }

  /** Serves `folder` on a free port of this machine only; resolves when the server answers. */
  async start(folder) {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}/?folder=${encodeURI(folder)}`;
    const log = this.#path('server.log');
    const output = fs.openSync(log, 'a');
    this.#server = spawn(nodeProgram, [...this.#arguments(), '--host', '127.0.0.1', '--port', String(this.port), '--without-connection-token',
      '--telemetry-level', 'off', '--disable-experiments', '--disable-workspace-trust', '--disable-getting-started-override'],
    // Its own process group: the extension host and the language server end with it.
    { env: this.#environment(), stdio: ['ignore', output, output], detached: true });
    fs.closeSync(output);
    const deadline = Date.now() + startLimitMs;
    while (!await this.#answers()) {
      if (this.#server.exitCode !== null || Date.now() > deadline) {
        await this.stop();
        throw new Error(`the VS Code server did not start; its log says:\n${fs.readFileSync(log, 'utf8')}`);
      }
      await sleep(50);
    }
    return this;
  }

  /** Resolves when the server has ended, by itself or by `stop`. */
  async ended() {
    if (this.#server.exitCode === null && this.#server.signalCode === null) await new Promise(resolve => this.#server.once('exit', resolve));
  }

  async stop() {
    if (this.#server !== undefined) {
      const ended = this.ended();
      this.#signal('SIGTERM');
      const impatient = setTimeout(() => this.#signal('SIGKILL'), 5000);
      await ended;
      clearTimeout(impatient);
    }
    fs.rmSync(this.#temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  async #answers() {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/version`)).ok;
    } catch {
      return false;
    }
  }

  #signal(name) {
    try {
      process.kill(-this.#server.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  #path(relative) {
    return path.join(this.#folder, relative);
  }

  #arguments() {
    return [serverProgram, '--accept-server-license-terms', '--user-data-dir', this.#path('user-data'),
      '--extensions-dir', this.extensions, '--server-data-dir', this.#path('server-data')];
  }

  #environment() {
    // A surrounding VS Code terminal or test runner must not reach into this one.
    const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|npm_)/.test(name));
    return {
      ...Object.fromEntries(inherited),
      TMPDIR: this.#temporary, XDG_RUNTIME_DIR: this.#temporary,
      XDG_CONFIG_HOME: this.#path('config'), XDG_DATA_HOME: this.#path('data'),
      // No gallery: no request leaves the machine.
      EXTENSIONS_GALLERY: '{}',
    };
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
