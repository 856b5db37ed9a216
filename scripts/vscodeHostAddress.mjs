import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The address of a host's window, as a function of what more its payload is to hold.
 * @param {number} port
 * @param {import('./vscodeHostServer.mjs').HostOptions} options
 */
export function addressOf(port, { workspace, extensionDirectory, openFile }) {
  const remote = `vscode-remote://127.0.0.1:${port}`;
  /** @type {[string, string][]} */
  const fixed = [];
  if (extensionDirectory) fixed.push(['extensionDevelopmentPath', extensionDirectory]);
  if (openFile) fixed.push(['openFile', openFile]);
  /** @param {[string, string][]} extra */
  return (extra) => {
    const payload = [...fixed, ...extra].map(([name, path]) => [name, remote + pathToFileURL(path).pathname]);
    const query = new URLSearchParams();
    if (workspace) query.set('folder', resolve(workspace));
    if (payload.length > 0) query.set('payload', JSON.stringify(payload));
    return `http://127.0.0.1:${port}/?${String(query).replaceAll('%2F', '/')}`;
  };
}
