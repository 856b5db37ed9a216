import { randomBytes } from 'node:crypto';
import type { Webview } from 'vscode';
import { env, l10n, Uri } from 'vscode';

/** The pages of dist/webview. */
export type PageName = 'training' | 'gates' | 'preview';

/**
 * The page of a panel. Nothing runs or loads in it but its own script, styles and font.
 * @param data attributes that its root element gets, by name
 */
export function panelHtml(
  webview: Webview,
  extensionUri: Uri,
  page: PageName,
  data: Record<string, string> = {},
): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string): string =>
    escaped(String(webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', name))));
  return `<!doctype html>
<html lang="${escaped(env.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(webview.cspSource, nonce)}">
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${file(`${page}.css`)}">
<title>Unroll</title>
</head>
<body>
<div id="app"${attributes(data)}></div>
<script type="application/json" id="l10n">${jsonInHtml(l10n.bundle ?? {})}</script>
<script type="module" nonce="${nonce}" src="${file(`${page}.js`)}"></script>
</body>
</html>`;
}

const attributes = (data: Record<string, string>): string =>
  Object.entries(data)
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`)
    .join('');

const policy = (source: string, nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
  ].join('; ');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** JSON in which no tag can end. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');
