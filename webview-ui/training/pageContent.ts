import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/protocol/words';
import { mapField, recordOf, type Shown } from './charts';
import { figures, type Figure } from './figures';
import { profileVerdict, type Said } from './profileVerdict';
import { verdictAt } from './reachCurve';
import { layerWords } from './facts';
import type { RunData } from './runData';
import { lossSentence, normSentence, rateSentence } from './sentences';
import type { ViewState } from './viewState';

/** All the words of the panel; the charts draw on the canvases between them. */
export interface Page {
  data: RunData;
  view: ViewState;
  notice: string | undefined;
  sentences: { loss: string; norm: string; rate: string; verdict: Said | undefined };
  captions: { map: string; curve: string; note: string };
  /** The heat map as people hear it: a slider over training steps. */
  slider: { least: number; greatest: number; at: number; text: string };
  /** The step at which the sample shown was taken at the latest. */
  sampleStep: number;
  figures: Figure[];
  layers: string[];
  hasPictures: boolean;
}

/** Puts into words what the panel shows at this moment. */
export function pageContent(shown: Shown, notice: string | undefined): Page {
  const { data, view } = shown;
  return {
    data,
    view,
    notice,
    sentences: {
      loss: lossSentence(data, view.range),
      norm: normSentence(data, view.range),
      rate: rateSentence(data),
      verdict: verdict(shown),
    },
    figures: figures(data),
    layers: layerNames(shown),
    hasPictures: mapField({ data, view: { ...view, tab: 'reach' } }) !== undefined,
    ...lookedContent(shown),
  };
}

/** The part of it that changes with the step that is looked at. */
export function lookedContent(shown: Shown): Pick<Page, 'captions' | 'slider' | 'sampleStep'> {
  return { captions: captions(shown), slider: slider(shown), sampleStep: shown.looked ?? shown.data.lastStep };
}

/** The verdict is on the newest measurements in view, whatever step the person points at. */
function verdict({ data, view }: Shown): Said | undefined {
  const field = mapField({ data, view });
  if (field === undefined) return undefined;
  const record = recordOf(field, view.range?.to);
  return view.tab === 'profile' ? profileVerdict(data, view.layer, record) : verdictAt(field, record);
}

function captions(shown: Shown): Page['captions'] {
  const { data, view, looked } = shown;
  const { reachEvery, profileEvery } = data.experiment.training;
  const field = mapField(shown);
  const at = field === undefined ? '' : l10n.t('step {0}', formatCount(field.steps[recordOf(field, looked)]!));
  return view.tab === 'reach'
    ? {
        map: l10n.t('Time steps back, by training step'),
        curve: l10n.t('Gradient that arrives, by time steps back, at {0}', at),
        note: l10n.t('last loss of the window, every {0} steps', formatCount(reachEvery)),
      }
    : {
        map: l10n.t('Total ‖dL/dh‖: time step, by training step'),
        curve: l10n.t('Norm by time step, at {0}', at),
        note: l10n.t('summed loss of one sequence, every {0} steps', formatCount(profileEvery)),
      };
}

function slider(shown: Shown): Page['slider'] {
  const field = mapField(shown);
  if (field === undefined) return { least: 0, greatest: 0, at: 0, text: '' };
  const record = recordOf(field, shown.looked);
  const at = field.steps[record]!;
  const step = l10n.t('step {0}', formatCount(at));
  const text =
    shown.view.tab === 'profile'
      ? step
      : l10n.t('{0}: 1 % is left {1} time steps back', step, formatCount(field.horizons[record]!));
  return { least: field.steps[0]!, greatest: field.steps.at(-1)!, at, text };
}

function layerNames({ data }: Shown): string[] {
  return data.experiment.model.layers.map((layer, index) =>
    l10n.t('Layer {0}: {1}', formatCount(index + 1), layerWords(layer)),
  );
}
