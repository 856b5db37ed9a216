import { initialiserSchema } from '../initialiserSchema';
import { layerSchema } from '../layerSchema';
import { hiddenLayers } from '../networkSchema';
import type { Notation } from '../notation';
import { optimiserSchema } from '../optimiserSchema';
import { scheduleSchema } from '../scheduleSchema';
import { clipSchema } from '../stepRuleSchema';
import { describedLayer } from './described';
import { wholeEquation, type Equation, type Formula } from './formula';
import { headEquations } from './head';
import { layerOptionEquations } from './layerOption';
import { styleOf } from './style';
import { clipFormulas } from './training/clip';
import { initialiserFormulas } from './training/initialiser';
import { optimiserFormulas } from './training/optimiser';
import { regulariserFormulas } from './training/regulariser';
import { scheduleFormulas } from './training/schedule';
import { equationName } from './words';

/** A line of equations at a place of an experiment file. */
export interface EquationLine {
  /** What it gives, in full. */
  name?: string;
  formula: Formula;
}

type Path = readonly (string | number)[];

/** The equations of what stands at a place of an experiment file, as it stands there; none where nothing has any. */
export function equationsAt(experiment: unknown, path: Path, notation: Notation): EquationLine[] {
  const [part, field, ...inside] = path;
  const { model, training } = (experiment ?? {}) as { model?: unknown; training?: Record<string, unknown> };
  if (part === 'model' && field === 'layers') return layerLines(model, inside, notation);
  if (part === 'model' && field === 'head') return headLines(model, notation);
  if (part !== 'training' || typeof field !== 'string') return [];
  return trainingFormulas(field, training?.[field], inside, notation).map((formula) => ({ formula }));
}

/** A layer is read as far as it makes sense: an option that does not counts as left out. */
function layerLines(model: unknown, [k, option]: Path, notation: Notation): EquationLine[] {
  const { layers } = (model ?? {}) as { layers?: unknown };
  if (typeof k !== 'number' || typeof option !== 'string' || !Array.isArray(layers)) return [];
  const layer = readable(layerSchema, layers[k]);
  if (layer === undefined) return [];
  const all = layers.map(() => layer);
  const described = { ...layer, ...describedLayer({ layers: all, head: { hidden: headOf(model) } }, k) };
  return named(layerOptionEquations(described, option, notation), described);
}

const headLines = (model: unknown, notation: Notation): EquationLine[] =>
  named(headEquations(headOf(model), styleOf(notation)), {});

const named = (equations: Equation[], layer: Parameters<typeof equationName>[1]): EquationLine[] =>
  equations.map((each) => ({ name: equationName(each, layer), formula: wholeEquation(each) }));

const headOf = (model: unknown) =>
  hiddenLayers('').safeParse((model as { head?: { hidden?: unknown } } | undefined)?.head?.hidden).data ?? [];

function trainingFormulas(field: string, value: unknown, [inner]: Path, notation: Notation): Formula[] {
  switch (field) {
    case 'optimiser': {
      const options = readable(optimiserSchema, value);
      return options === undefined ? [] : optimiserFormulas(options, notation);
    }
    case 'schedule': {
      const schedule = readable(scheduleSchema, value);
      return schedule === undefined ? [] : scheduleFormulas(schedule, notation);
    }
    case 'clip': {
      const clip = clipSchema.safeParse(value).data;
      return clip === undefined ? [] : clipFormulas(clip, notation);
    }
    case 'init': {
      const init = readable(initialiserSchema, value);
      return init === undefined ? [] : initialiserFormulas(init, notation, inner?.toString());
    }
    case 'regulariser': {
      const { coefficient } = (value ?? {}) as { coefficient?: unknown };
      return typeof coefficient === 'number' ? regulariserFormulas(coefficient, notation) : [];
    }
    default:
      return [];
  }
}

/** What a schema takes. */
interface Reader<Value> {
  safeParse(value: unknown): { data?: Value; error?: { issues: { path: PropertyKey[]; keys?: unknown }[] } };
}

/** A value as its schema reads it, without those of its fields that it refuses. */
function readable<Value>(schema: Reader<Value>, value: unknown): Value | undefined {
  const { data, error } = schema.safeParse(value);
  if (error === undefined || typeof value !== 'object' || value === null) return data;
  const refused = new Set(error.issues.flatMap(({ path, keys }) => (Array.isArray(keys) ? keys : path.slice(0, 1))));
  return schema.safeParse(Object.fromEntries(Object.entries(value).filter(([field]) => !refused.has(field)))).data;
}
