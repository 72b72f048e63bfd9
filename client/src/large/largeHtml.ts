import { webviewPage, type PageParts } from '../webviewPage.js';

/** The viewer's page. */
export const largeHtml = (parts: PageParts): string => webviewPage(parts, { title: 'Large Allocator Trace', main: '<main id="viewer"></main>' });
