import { CancellationError, l10n, ProgressLocation, Uri, window } from 'vscode';
import type { LensSource } from '../../protocol/lens';
import { errorText, UserError } from '../../protocol/userError';
import { openText } from '../lens/openText';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { checkpointDescription, fullRunName, stepText } from '../runWords';
import type { CommandHandler } from './commandIds';
import { pickRun } from './pickRun';
import { plainLabel, plainMessage } from '../plainText';

/** Looks through a run: its newest or its best checkpoint, which are followed, or one that stays. */
export const lookThrough =
  (lab: Lab): CommandHandler =>
  async (target, given) => {
    const run = await pickRun(lab, target, {
      placeholder: l10n.t('Through which run?'),
      isFitting: (each) => (each.record?.checkpoints.length ?? 0) > 0,
      none: noCheckpoint(),
    });
    if ((run.record?.checkpoints.length ?? 0) === 0) throw noCheckpoint();
    const ofRow = (target as { checkpoint?: { file: string } } | undefined)?.checkpoint?.file;
    const checkpoint = ofRow ?? (typeof given === 'string' ? given : await pickCheckpoint(run));
    await openLens(lab, { directory: run.directory, checkpoint }, fullRunName(run));
  };

/** Opens a lens, colours by surprise at first, and shows the text that it was trained on where none of its own is seen. */
export async function openLens(lab: Lab, source: LensSource, name: string): Promise<void> {
  const title = l10n.t('Looking through {0}', plainLabel(name));
  const { description } = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    lab.lens.lookThrough(source),
  );
  if (!lab.lens.colourBy) lab.lens.colour({ kind: 'surprise' });
  if (window.visibleTextEditors.some(({ document }) => lab.lens.covers(document.uri))) return;
  try {
    await window.showTextDocument(await openText(Uri.file(description.dataPath)), { preview: false });
  } catch (error) {
    lab.log.info(errorText(error));
    void window.showWarningMessage(plainMessage(errorText(error))); // the lens is open none the less, for other texts
  }
}

async function pickCheckpoint(run: ListedRun): Promise<string> {
  const checkpoints = [...run.record!.checkpoints].reverse();
  const best = checkpoints.find(({ isBest }) => isBest);
  const items = [
    { label: l10n.t('newest'), description: stepText(checkpoints[0]!.step), detail: followed(), file: 'last' },
    ...(best
      ? [{ label: l10n.t('best'), description: checkpointDescription(best), detail: followed(), file: 'best' }]
      : []),
    ...checkpoints.map((checkpoint) => ({
      label: stepText(checkpoint.step),
      description: checkpointDescription({ ...checkpoint, isBest: false }),
      file: checkpoint.file,
    })),
  ];
  if (checkpoints.length === 1) return 'last';
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Which checkpoint?') });
  if (!picked) throw new CancellationError();
  return picked.file;
}

const followed = (): string => l10n.t('Followed as the run goes on.');

const noCheckpoint = (): UserError =>
  new UserError(
    l10n.t('There is no run with a checkpoint to look through.'),
    l10n.t('Train an experiment until its first checkpoint.'),
  );
