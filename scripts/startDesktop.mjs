import { runQuietly } from './startNpm.mjs';
import { StartProblem } from './startProblem.mjs';

/** The oldest VS Code that the extension runs in. */
const oldest = { major: 1, minor: 99 };

/** Whether `code` on the PATH is a desktop VS Code that can show a window here and is new enough. */
export async function hasDesktopCode() {
  if (!canShowWindow()) return false;
  const { status, output } = await runQuietly('code', ['--version']);
  const version = /^(\d+)\.(\d+)\.\d+/m.exec(output);
  if (status !== 0 || !version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

/** In a terminal of a remote VS Code, `code` is another program; as root, desktop VS Code refuses to start. */
function canShowWindow() {
  if (process.env.VSCODE_IPC_HOOK_CLI || process.env.SSH_CONNECTION) return false;
  if (process.platform !== 'linux') return true;
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.WSL_DISTRO_NAME;
  return process.getuid?.() !== 0 && Boolean(hasDisplay);
}

/**
 * Opens the workspace in a new window of desktop VS Code with the extension.
 * @param {string} root
 * @param {string} workspace
 */
export async function openDesktopCode(root, workspace) {
  const { status, output } = await runQuietly('code', [
    '--new-window',
    `--extensionDevelopmentPath=${root}`,
    workspace,
  ]);
  if (status !== 0)
    throw new StartProblem(
      `Desktop VS Code did not open: ${output.trim() || `exit status ${status}`}. ` +
        'Use `npm start -- --browser` for VS Code in the browser.',
    );
  console.log(`\nDesktop VS Code opens with Unroll on ${workspace}.`);
}
