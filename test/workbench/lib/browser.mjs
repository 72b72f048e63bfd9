// Starts the browser that the tests drive.
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

/** It runs as root in continuous integration, has no screen, and must not talk to anyone but the tests. */
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function launchBrowser() {
  const { executable, problem } = findChromium();
  if (problem) throw new Error(`these tests cannot run, because ${problem}`);
  return chromium.launch({ executablePath: executable, args });
}
