import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Settings for a quiet window: no chat, no welcome page, nothing that asks the network. */
export const defaultSettings = Object.freeze({
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'security.workspace.trust.startupPrompt': 'once',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
});

/** Where a host with this home keeps the user's settings. @param {string} home */
export function settingsPath(home) {
  return join(home, 'user', 'User', 'settings.json');
}

/**
 * Writes the user settings of a host over the defaults.
 * @param {string} home
 * @param {Record<string, unknown>} settings
 * @param {{ keep?: boolean }} [options] `keep` leaves a settings file that is there as it is.
 */
export async function writeSettings(home, settings, { keep = false } = {}) {
  const path = settingsPath(home);
  if (keep && existsSync(path)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ ...defaultSettings, ...settings }, undefined, 2));
}
