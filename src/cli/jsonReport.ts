import type { StepValues } from '../protocol/columns';
import type { JsonNumber, RecordField, RunRecord } from '../protocol/run';
import { toJsonNumber } from '../protocol/run';
import { fieldsOf } from './fieldsOf';
import type { Terminal } from './terminal';
import type { TrainingReport } from './trainHere';

/** Columns of a step that are left out: they repeat from line to line, or are another each time. */
const unsaid: ReadonlySet<string> = new Set<keyof StepValues>(['epoch', 'learningRate', 'stepMs']);

/** Tells of a training as JSON, one object a line. */
export function jsonReport(terminal: Terminal, options: { profiles: boolean }): TrainingReport {
  let layouts: RunRecord['layouts'] | undefined;
  const say = (line: object) => terminal.out(`${JSON.stringify(line)}\n`);
  return {
    started({ record, rateSentence }) {
      layouts = record.layouts;
      for (const sentence of [rateSentence, record.engine.reason]) if (sentence) terminal.err(`${sentence}\n`);
    },
    stepped({ profile, reach }, line) {
      const curves = (
        values: Float32Array | undefined,
        name: 'profile' | 'reach',
        quantity: RecordField['quantity'],
      ) =>
        options.profiles && values && layouts ? { [name]: layerCurves(values, layouts[name].fields, quantity) } : {};
      say({
        ...Object.fromEntries(Object.entries(line).filter(([name]) => !unsaid.has(name))),
        ...curves(profile, 'profile', 'total'),
        ...curves(reach, 'reach', 'reach'),
      });
    },
    ended: (record, directory) => say(lastLine(record, directory)),
  };
}

/** What a run came to; how it ended is said only where it did not finish. */
function lastLine(record: RunRecord, directory: string): object {
  const isFinished = record.state === 'finished';
  return {
    finished: isFinished,
    run: record.id,
    directory,
    trainingLoss: record.trainingLoss ?? null,
    validationLoss: record.validationLoss ?? null,
    ...(record.nonFinite && { nonFinite: record.nonFinite }),
    ...(record.earlyEnd && { earlyEnd: record.earlyEnd }),
    ...(isFinished ? {} : { state: record.state, problem: record.problem }),
  };
}

/** One quantity of a record for every layer, as numbers with the nine digits that a float32 has. */
function layerCurves(values: Float32Array, fields: RecordField[], quantity: RecordField['quantity']): JsonNumber[][] {
  return fieldsOf(values, fields, quantity).map((curve) =>
    Array.from(curve, (value) => toJsonNumber(Number(value.toPrecision(9)))),
  );
}
