import { commands, Uri, type Disposable } from 'vscode';
import type { Lens } from '../lens/lens';

/** Keeps true what the menus ask about the lens: whether there is one, and where what it looks at stands. */
export function keepLensKeys(lens: Lens): Disposable {
  const put = (): void => {
    const documents = lens.covered.map((address) => Uri.parse(address));
    void commands.executeCommand('setContext', 'unroll.hasLens', lens.current !== undefined);
    void commands.executeCommand('setContext', 'unroll.lensPaths', documents.flatMap(pathsInWindow));
    void commands.executeCommand('setContext', 'unroll.lensSchemes', documents.flatMap(schemesInWindow));
  };
  put();
  return lens.onDidChange(put);
}

/**
 * A document's `resourcePath` in the window: of a file on the window's own machine its path there, else the path of its
 * address. A window elsewhere (remote, in a browser) has other addresses than this process, and the same paths.
 */
const pathsInWindow = ({ path, fsPath }: Uri): string[] => [...new Set([path, fsPath])];

/** A document's `resourceScheme` in the window, which has a scheme of its own for files of another machine. */
const schemesInWindow = ({ scheme }: Uri): string[] => (scheme === 'file' ? [scheme, 'vscode-remote'] : [scheme]);
