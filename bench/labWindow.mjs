// A VS Code window on a workspace with a run, for what the bench measures in a browser.
import { startHost } from '../scripts/vscodeHost.mjs';
import * as window from '../test/host/page.mjs';

/**
 * Opens the window with the explorer, lets something be measured in it, and closes it.
 * @template T
 * @param {{ root: string, home: string, workspace: string }} place
 * @param {(page: import('playwright-core').Page, browser: import('playwright-core').Browser) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function inLabWindow({ root, home, workspace }, measure) {
  const host = await startHost({ which: 'newest', home, linkedExtension: root, workspace });
  const browser = await window.launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await window.openWorkbench(page, host.url);
    await window.openView(page, 'Unroll');
    await window.treeRow(page, 'run 1').waitFor();
    return await measure(page, browser);
  } finally {
    await browser.close();
    await host.stop();
  }
}
