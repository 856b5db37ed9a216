// The words of the browser tests: what a person does in a VS Code window. Each waits for the state it needs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/chromium.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('playwright-core').FrameLocator} FrameLocator */
/** @typedef {'dark' | 'light' | 'contrast' | 'contrastLight'} ThemeName */

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The themes of the pictures: the label in the list of themes, and the class that VS Code gives its window. */
const themes = {
  dark: { label: 'Dark Modern', class: 'vs-dark' },
  light: { label: 'Light Modern', class: 'vs' },
  contrast: { label: 'Dark High Contrast', class: 'hc-black' },
  contrastLight: { label: 'Light High Contrast', class: 'hc-light' },
};

/** A headless Chromium of this machine. @param {import('playwright-core').LaunchOptions} [options] */
export async function launchBrowser(options) {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-sync', ...quiet];
  return chromium.launch({ executablePath: await ensureChromium(), headless: true, args, ...options });
}

/**
 * Opens the address of a host and waits until its window can be used.
 * @param {Page} page
 * @param {string} url
 * @param {{ statusItem?: string }} [options] `statusItem`: wait also for the status bar item whose text begins so.
 */
export async function openWorkbench(page, url, { statusItem } = {}) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url);
  await waitForWorkbench(page);
  if (statusItem) await statusBarItem(page, statusItem).waitFor();
}

/** Waits for the window, for instance after a reload: drawn, connected, and its commands answering. @param {Page} page */
export async function waitForWorkbench(page) {
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  await page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor();
  await page.locator('.part.statusbar #status\\.host').waitFor();
}

/** The status bar item whose text begins so. @param {Page} page @param {string} text */
export function statusBarItem(page, text) {
  return page
    .locator('.part.statusbar .statusbar-item')
    .filter({ hasText: new RegExp(`^\\s*${escape(text)}`) })
    .first();
}

/** Runs a command by the palette. @param {Page} page @param {string} title Whole, with its category: "Unroll: Train". */
export async function runCommand(page, title) {
  await searchAndPick(page, 'F1', `>${title}`, title);
}

/** Chooses the row with exactly this label in the list that is open. @param {Page} page @param {string} label */
export async function pickItem(page, label) {
  await quickRow(page, label).click();
  await moveMouseAway(page);
}

/** Answers the input box that is open. @param {Page} page @param {string} text */
export async function typeInInput(page, text) {
  await quickInput(page).fill(text);
  await quickInput(page).press('Enter');
}

/** Opens a file of the workspace by its name. @param {Page} page @param {string} name */
export async function openFile(page, name) {
  await searchAndPick(page, 'Control+P', name, name);
  await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
}

/** The row of a tree in the side bar whose label is this. @param {Page} page @param {string} label */
export function treeRow(page, label) {
  const name = page.locator('.label-name', { hasText: new RegExp(`^\\s*${escape(label)}\\s*$`) });
  return page.locator('.part.sidebar .monaco-list-row').filter({ has: name }).first();
}

/** Shows the view container whose name begins so, by its icon in the activity bar. @param {Page} page @param {string} name */
export async function openView(page, name) {
  const icon = page.locator(`.activitybar .action-item a[aria-label^="${name}"]`);
  const open = page.locator('.activitybar .action-item.checked').filter({ has: icon });
  if ((await open.count()) === 0) await icon.click();
  await moveMouseAway(page);
  await page.locator('.part.sidebar .composite.title', { hasText: new RegExp(escape(name), 'i') }).waitFor();
}

/**
 * The inside of the panel with this title, once it is visible and drawn. Ask again after a reload of the window.
 * @param {Page} page
 * @param {string} title
 * @returns {Promise<FrameLocator>}
 */
export async function webviewFrame(page, title) {
  const inner = `iframe#active-frame[title=${JSON.stringify(title)}]`;
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(50))
    for (const outer of await page.locator('iframe.webview.ready').filter({ visible: true }).all())
      if (await outer.contentFrame().locator(inner).count()) {
        const name = await outer.getAttribute('name');
        return page.frameLocator(`iframe.webview[name="${name}"]`).frameLocator(inner);
      }
  throw new Error(`No visible panel has the title "${title}".`);
}

/** Rests the mouse on something in an editor and waits for its hover. @param {Page} page @param {Locator} target */
export async function hoverOver(page, target) {
  const hover = page.locator('.monaco-hover').filter({ visible: true }).first();
  for (let attempts = 10; ; attempts--)
    try {
      await target.hover();
      await hover.waitFor({ timeout: 9000 });
      break;
    } catch (error) {
      if (attempts === 1) throw error;
      await moveMouseAway(page); // a panel that was just opening has taken the hover along
    }
  await delay(300); // the hover settles in its place
  return hover;
}

/** The texts of the notifications that are shown. @param {Page} page */
export function toasts(page) {
  return page.locator('.notifications-toasts .notification-list-item-message');
}

/**
 * Clicks the right button on something, reads the menu, and chooses an entry of it or leaves.
 * @param {Page} page
 * @param {Locator} target
 * @param {string} [choice]
 * @returns {Promise<string[]>} the entries
 */
export async function contextMenu(page, target, choice) {
  await target.click({ button: 'right' });
  const entries = page.locator('.monaco-menu .action-item:not(.disabled) .action-label:not(.separator)');
  await entries.first().waitFor();
  const names = (await entries.allInnerTexts()).map((name) => name.trim()).filter(Boolean);
  if (choice) await entries.filter({ hasText: choice }).first().click();
  else await page.keyboard.press('Escape');
  await entries.first().waitFor({ state: 'detached' });
  return names;
}

/**
 * Changes the colour theme as a person does, and waits until the window has it. (A settings file that changes on
 * disk is not seen here before a reload.)
 * @param {Page} page
 * @param {ThemeName} theme
 */
export async function setTheme(page, theme) {
  await runCommand(page, 'Preferences: Color Theme');
  await quickInput(page).fill(themes[theme].label);
  await pickItem(page, themes[theme].label);
  await page.locator(`.monaco-workbench.${themes[theme].class}`).waitFor();
}

/**
 * Changes settings of the opened folder; the window sees it at once, or within five seconds where .vscode/ is new.
 * @param {string} workspace
 * @param {Record<string, unknown>} settings
 */
export async function setWorkspaceSettings(workspace, settings) {
  const path = join(workspace, '.vscode', 'settings.json');
  const before = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ ...before, ...settings }, undefined, 2));
}

/** Saves a picture of the window. @param {Page} page @param {string} name A name under .test/screenshots, or a whole path. */
export async function screenshot(page, name) {
  const path = isAbsolute(name) ? name : join(root, '.test', 'screenshots', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}

/** @param {Page} page @returns {Locator} */
function quickInput(page) {
  return page.locator('.quick-input-widget:visible input.input');
}

/** @param {Page} page @param {string} label */
function quickRow(page, label) {
  const name = page.locator('.label-name', { hasText: new RegExp(`^\\s*${escape(label)}\\s*$`) });
  return page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').filter({ has: name }).first();
}

/**
 * Opens a list by a key, searches, and picks a row; again where a panel that was just opening has taken the focus,
 * which closes the list.
 * @param {Page} page
 * @param {string} key
 * @param {string} text
 * @param {string} label
 */
async function searchAndPick(page, key, text, label) {
  for (let attempts = 6; ; attempts--)
    try {
      await page.keyboard.press(key);
      await quickInput(page).fill(text, { timeout: 2000 });
      await quickRow(page, label).click({ timeout: 4000 });
      return await moveMouseAway(page);
    } catch (error) {
      if (attempts === 1) throw error;
      await page.keyboard.press('Escape'); // a list that stands is not made anew
    }
}

/** So that no tooltip stands in a picture. @param {Page} page */
function moveMouseAway(page) {
  return page.mouse.move(1, 1);
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
