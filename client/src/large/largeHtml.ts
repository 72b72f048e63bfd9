import { contentSecurityPolicy, escapeAttribute, type PageParts } from '../panel/panelHtml.js';

/** The viewer's page. It holds no text of a trace: everything arrives as messages. */
export function largeHtml({ nonce, scriptUri, styleUri }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${escapeAttribute(nonce)}" href="${escapeAttribute(styleUri)}">
<title>Large Allocator Trace</title>
</head>
<body>
<main id="viewer"></main>
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptUri)}"></script>
</body>
</html>
`;
}
