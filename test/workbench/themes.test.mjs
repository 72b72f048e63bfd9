// The workbench with trace, problems and panel in every kind of theme; the screenshots are for people to look at.
import { goTo, openFile, runCommand, until } from './lib/page.mjs';
import { coloursOf, panelOf, pick, themeColour } from './lib/panel.mjs';
import { closeSession, openSession, screenshot, setSettings, step } from './lib/session.mjs';

/** What the settings call the theme of each kind. */
const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

const session = await openSession('themes');

step(session, 'trace, problems and panel are open', async page => {
  await openFile(page, 'startup.alloctrace');
  await runCommand(page, 'View: Focus Problems');
  await openFile(page, 'startup.alloctrace');
  await runCommand(page, 'Allocator Trace: Show Chart Panel');
  await goTo(page, 1934);
  await pick(page, 'Zone', 'DMA32');
});

for (const [kind, theme] of Object.entries(themes)) {
  step(session, `the bars have the colours of the ${kind} theme`, async page => {
    setSettings(session, { 'workbench.colorTheme': theme });
    await panelOf(page).locator(`xpath=ancestor::body[@data-vscode-theme-kind="vscode-${kind}"]`).waitFor();
    // Asked for anew each time: the theme before may be of the same kind.
    await until('the bars have the colour of the theme', async () => {
      const [free, background, colours] = await Promise.all([
        themeColour(page, '--vscode-charts-blue'), themeColour(page, '--vscode-editor-background'), coloursOf(page, 'orders'),
      ]);
      return free !== background && colours[free] > 500;
    });
    await screenshot(page, `theme-${kind}`);
  });
}

closeSession(session);
