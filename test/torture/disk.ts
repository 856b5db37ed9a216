import { reasonOf } from '../../src/runs/writeFailure';
import { DiskTrial, type Scene } from './diskTrial';
import { eachCase, rightOf, sumOf } from './eachCase';
import { Faults, type Fault } from './faults';
import type { TortureContext, TorturePart } from './part';
import { inWorkFolder } from './workFolder';

/** More than a small run has writes; those that it does not have are done at once. */
const mostWrites = 300;

/** A disk that refuses any one write of a run harms nothing that was there, says why, and the run goes on from there. */
export const disk: TorturePart = {
  name: 'disk',
  title: 'a disk that refuses, at every write of a run',
  count: mostWrites,
  shortCount: 8,
  async run(context) {
    await inWorkFolder(context.scratch, async (folder) => {
      const trial = await DiskTrial.prepare(Faults.install(), folder);
      await eachCase(context, 1, (index) => strikeEverySceneAt(trial, context, index));
    });
    report(context);
  },
};

/** What a write may meet: once, or from there on. */
const harms: Omit<Fault, 'at'>[] = [
  ...['ENOSPC', 'EIO'].map((refuse) => ({ stays: false, harm: { refuse } })),
  ...['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EDQUOT'].map((refuse) => ({ stays: true, harm: { refuse } })),
  { stays: false, harm: { short: true } },
  { stays: true, harm: { short: true } },
];

async function strikeEverySceneAt(trial: DiskTrial, context: TortureContext, index: number) {
  const figures = { faults: 0, right: 0, refusals: 0 };
  const wrong: string[] = [];
  for (const [scene, writes] of trial.writes) {
    const at = writeOf(index, context.count, writes);
    if (at > writes) continue;
    for (const fault of harms) {
      if (context.signal.aborted) return { isRight: true };
      figures.faults++;
      const { words, refusals } = await trial.strike(scene, { at, ...fault });
      figures.refusals += refusals;
      if (words === undefined) figures.right++;
      else wrong.push(`${sentence(scene, at, fault)}: ${words}`);
    }
  }
  return { isRight: wrong.length === 0, words: wrong.join('\n'), figures };
}

/** Every write in a whole sweep; evenly among them in a short one. */
const writeOf = (index: number, count: number, writes: number): number =>
  count >= writes ? index + 1 : 1 + Math.floor((index * writes) / count);

const sentence = (scene: Scene, at: number, { stays, harm }: Omit<Fault, 'at'>): string =>
  [scene, `write ${at}`, 'refuse' in harm ? reasonOf(harm.refuse) : 'short', stays ? 'from there on' : 'once'].join(
    ', ',
  );

function report(context: TortureContext): void {
  const [right, faults] = [sumOf(context, 'right'), sumOf(context, 'faults')];
  context.report({
    what: 'faults after which checkpoints were whole, the sentence true, and the run equal to its twin',
    figure: `${right} of ${faults}`,
    goal: 'all',
    isMet: right === faults && rightOf(context) === context.outcomes.size,
    value: right,
    details: { refusals: sumOf(context, 'refusals') },
  });
}
