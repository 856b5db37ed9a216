import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {import('./vscodeHostServer.mjs').HostOptions} HostOptions */

/** Where a host keeps its things. @param {string} home */
export function folderFlags(home) {
  return [
    ...['--config', join(home, 'config.yaml')],
    ...['--user-data-dir', join(home, 'user')],
    ...['--extensions-dir', join(home, 'ext')],
  ];
}

/** What the server is told. @param {string} home @param {HostOptions} options */
export function serverFlags(
  home,
  { which, port = 0, extensionDirectory, smokeTestDriver = !!extensionDirectory, trust = true },
) {
  return [
    ...folderFlags(home),
    ...(hasRoomForSockets(home) ? [] : ['--session-socket', shortSocket(home)]),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...(which === 'newest' && smokeTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

/** Variables that npm, a test runner or another VS Code around us has set for itself. */
const foreign = new RegExp(
  '^(npm_|VSCODE_|CODE_SERVER_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|ELECTRON_RUN_AS_NODE$|PORT$|PASSWORD$|HASHED_PASSWORD$)',
);

/** The environment of a server, and so of the extension host. @param {string} home @returns {NodeJS.ProcessEnv} */
export function serverEnvironment(home) {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    ...(hasRoomForSockets(home) ? { TMPDIR: join(home, 'tmp') } : {}),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

/** The path of a socket has at most 104 characters on macOS, and VS Code adds up to 60 to the temporary folder. @param {string} home */
function hasRoomForSockets(home) {
  return join(home, 'tmp').length <= 44;
}

/** @param {string} home */
function shortSocket(home) {
  const id = createHash('sha256').update(home).digest('hex').slice(0, 12);
  return process.platform === 'win32' ? `\\\\.\\pipe\\unroll-${id}` : join(tmpdir(), `unroll-${id}.sock`);
}
