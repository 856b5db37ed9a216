// What scrolling the gates panel costs its page: 1,000,000 characters under 512 units, by the browser's own trace.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as window from '../test/host/page.mjs';
import { inLabWindow } from './labWindow.mjs';

/** @typedef {{ name: string, ph: string, ts: number, dur?: number, pid: number, tid: number,
 *   args?: { data?: { type?: string } } }} TraceEvent */

const [symbols, units] = [1_000_000, 512];
const [turns, turnMs] = [180, 16];
const mark = 'unroll scrolls';
/** Parts of a page that are drawn in one frame end closer together than this. */
const frameGapUs = 5000;

/**
 * Milliseconds of main-thread work of each frame while the panel is scrolled, at single characters and far out.
 * @param {string} root
 * @param {string} home
 * @returns {Promise<{ near: number[], far: number[] }>}
 */
export async function measureScrolling(root, home) {
  const workspace = join(home, 'workspace');
  await writeRun(root, workspace);
  return inLabWindow({ root, home, workspace }, async (page, browser) => {
    await window.runCommand(page, 'Unroll: Look Through This Run');
    await window.pickItem(page, 'newest');
    await page.locator('.tabs-container .tab.active[data-resource-name="text.txt"]').waitFor();
    await window.runCommand(page, 'Unroll: Open Gates Panel');
    const panel = await window.webviewFrame(page, 'Gates');
    await panel.getByRole('tab', { name: 'forget' }).waitFor();
    const near = await scroll(browser, page, panel);
    await panel.locator('canvas').first().press('0');
    await page.keyboard.press('+');
    return { near, far: await scroll(browser, page, panel) };
  });
}

/** A run of one step on a text. @param {string} root @param {string} workspace */
async function writeRun(root, workspace) {
  await mkdir(workspace, { recursive: true });
  let [state, text] = [1, ''];
  while (text.length < symbols) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += state >>> 28 === 0 ? '\n' : String.fromCharCode(97 + (state >>> 27));
  }
  await writeFile(join(workspace, 'text.txt'), text);
  const experiment = { data: { path: 'text.txt' }, model: { layers: [{ cell: 'lstm', units }] } };
  await writeFile(join(workspace, 'scroll.unroll.json'), JSON.stringify(experiment));
  const words = [join(root, 'dist/cli.cjs'), 'train', 'scroll.unroll.json', '--steps', '1'];
  await promisify(execFile)(process.execPath, words, { cwd: workspace });
}

/**
 * Turns the wheel over the picture, frame by frame.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').FrameLocator} panel
 */
async function scroll(browser, page, panel) {
  const picture = panel.locator('canvas').first();
  const box = await picture.boundingBox();
  if (!box) throw new Error('The picture of the gates panel is not there.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const categories = ['blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  await picture.evaluate((_, name) => void performance.mark(name), mark);
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 60);
    await delay(turnMs);
  }
  /** @type {{ traceEvents: TraceEvent[] }} */
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return workOfFrames(traceEvents);
}

/** @param {number} ts @param {number} [from] @param {number} [to] */
const isBetween = (ts, from = Infinity, to = -Infinity) => ts >= from && ts < to;

/** The work of the frames in which the wheel turned, in milliseconds, of the thread that set the mark. @param {TraceEvent[]} events */
function workOfFrames(events) {
  const marked = events.find(({ name }) => name === mark);
  if (!marked) throw new Error('The mark is not in the trace.');
  const own = events.filter(({ pid, tid, ts }) => pid === marked.pid && tid === marked.tid && ts >= marked.ts);
  const tasks = own.filter(({ name, ph }) => name === 'RunTask' && ph === 'X').sort((a, b) => a.ts - b.ts);
  const commits = own.filter(({ name, ph }) => name === 'Commit' && ph === 'X').map(({ ts, dur = 0 }) => ts + dur);
  commits.sort((a, b) => a - b);
  const ends = commits.filter((ts, i) => (commits[i + 1] ?? Infinity) - ts > frameGapUs); // the window's and the panel's
  const work = ends.slice(1).map(() => 0);
  let frame = 0;
  for (const { ts, dur = 0 } of tasks) {
    while (frame < work.length && ts >= (ends[frame + 1] ?? Infinity)) frame++;
    if (frame < work.length && ts >= (ends[frame] ?? 0)) work[frame] = (work[frame] ?? 0) + dur / 1000;
  }
  const wheels = own.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'wheel');
  const scrolled = work.filter((_, i) => wheels.some(({ ts }) => isBetween(ts, ends[i], ends[i + 1])));
  if (scrolled.length < turns / 2) throw new Error(`Only ${scrolled.length} frames were scrolled.`);
  return scrolled;
}
