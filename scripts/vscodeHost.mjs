// A real VS Code from npm alone: code-server carries the same workbench and extension host, shown in a browser.
export { installHost } from './vscodeHostInstall.mjs';
export { startHost } from './vscodeHostServer.mjs';
export { defaultSettings } from './vscodeHostSettings.mjs';

/** @typedef {import('./vscodeHostInstall.mjs').HostName} HostName */
/** @typedef {import('./vscodeHostInstall.mjs').InstalledHost} InstalledHost */
/** @typedef {import('./vscodeHostServer.mjs').HostOptions} HostOptions */
/** @typedef {import('./vscodeHostServer.mjs').Host} Host */
