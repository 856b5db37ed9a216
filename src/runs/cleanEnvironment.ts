/** Variables that speak to the process that starts another one, and would mislead the one that is started. */
const misleading = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_|NODE_UNIQUE_ID$)/;

/** The environment for a process of ours: this one's, so that VS Code's own executable runs as plain Node. */
export function cleanEnvironment(
  added: NodeJS.ProcessEnv = {},
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.entries(from).filter(([name]) => !misleading.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1', ...added };
}
