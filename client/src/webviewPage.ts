export interface PageParts {
  /** Random, new for each page: only what carries it may run or style. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

interface PageFrame {
  readonly title: string;
  /** The element that the script draws in. */
  readonly main: string;
  /** Lines of the head for this page alone, each with its newline. */
  readonly head?: string;
}

/** A webview's page. It holds no data and no text of a trace: everything arrives as messages, after the page has asked for it. */
export function webviewPage({ nonce, scriptUri, styleUri }: PageParts, { title, main, head = '' }: PageFrame): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<link rel="stylesheet" nonce="${escapeAttribute(nonce)}" href="${escapeAttribute(styleUri)}">
<title>${title}</title>
</head>
<body>
${main}
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(scriptUri)}"></script>
</body>
</html>
`;
}

export function contentSecurityPolicy(nonce: string): string {
  if (!/^[A-Za-z0-9+/_=-]{16,}$/.test(nonce)) throw new Error('A nonce has at least 16 characters of base64.');
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
}

export function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
