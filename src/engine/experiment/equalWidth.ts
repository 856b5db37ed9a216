import { pathText } from '../../protocol/parseExperiment';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import type { EqualWidths, WidthTemplate } from '../../protocol/preview';
import { UserError } from '../../protocol/userError';
import { withoutSources } from './ownCells';
import { parametersOf, sizeOf } from '../weights/parameters';

/**
 * The width at which a model has as many parameters as nearly as can be; of two equally near ones the smaller.
 * @param countAt parameters at a width from 1 on; grows with it
 */
export function nearestWidth(countAt: (width: number) => number, target: number): number {
  let above = 1;
  while (countAt(above) < target) above *= 2;
  let below = Math.floor(above / 2); // 0, or a width with fewer than `target`
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (countAt(middle) < target) below = middle;
    else above = middle;
  }
  return below > 0 && target - countAt(below) <= countAt(above) - target ? below : above;
}

/**
 * Widths at which other models are as large as that of an experiment.
 * @param vocabulary number of symbols
 * @param others with what the files of own cells say
 */
export function equalWidths(experiment: Experiment, vocabulary: number, others: WidthTemplate[]): EqualWidths {
  const target = countOf(experiment.model, vocabulary);
  return { parameters: target, found: others.map((other) => ofTemplate(experiment, vocabulary, target, other)) };
}

function ofTemplate(
  experiment: Experiment,
  vocabulary: number,
  target: number,
  template: WidthTemplate,
): EqualWidths['found'][number] {
  const at = (width: number) => experimentSchema.safeParse({ ...experiment, model: withWidth(template, width) });
  const first = at(1);
  if (!first.success) {
    const [issue] = first.error.issues;
    return { problem: `${pathText((issue?.path ?? []) as (string | number)[])}: ${issue?.message ?? ''}` };
  }
  const countAt = (width: number): number => countOf(at(width).data!.model, vocabulary);
  try {
    const width = nearestWidth(countAt, target);
    const model = withWidth({ ...template, model: withoutSources(template.model) }, width);
    return { width, model, parameters: countAt(width) };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message }; // a person's own cell does not have every width
    throw error;
  }
}

const countOf = (model: Experiment['model'], vocabulary: number): number => sizeOf(parametersOf(model, vocabulary));

/** The model with that width at all its places. */
function withWidth({ model, widthAt }: WidthTemplate, width: number): object {
  const copy = structuredClone(model) as Record<string | number, unknown>;
  for (const path of widthAt) {
    let place = copy;
    for (const key of path.slice(0, -1)) place = place[key] as typeof copy;
    place[path.at(-1)!] = width;
  }
  return copy;
}
