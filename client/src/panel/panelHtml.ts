import { escapeAttribute, webviewPage, type PageParts } from '../webviewPage.js';

/** The panel's page. */
export function panelHtml(parts: PageParts): string {
  return webviewPage(parts, {
    title: 'Allocator Chart',
    main: '<main id="panel" aria-busy="true"></main>',
    head: `<!-- The widget toolkit adds one style element and looks here for the nonce to give it. -->
<meta property="csp-nonce" content="${escapeAttribute(parts.nonce)}">
`,
  });
}
