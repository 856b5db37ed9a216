import { baselines } from '../engine/tasks/languageModel/baselines';
import type { Dataset } from '../engine/tasks/languageModel/dataset';
import { tensorflowVersion } from '../engine/backend/engine';
import type { Training } from '../engine/training/training';
import type { DataRecord, EngineRecord, RunRecord } from '../protocol/run';
import { runFiles } from '../protocol/run';
import { experimentName } from '../runs/runFolder';
import { recordLayout } from '../runs/runRecord';

declare const __UNROLL_VERSION__: string | undefined;

/** What a record is made of. */
export interface RecordParts {
  /** Absolute path of the experiment file. */
  path: string;
  dataset: Dataset;
  engine: EngineRecord;
  training: Training;
  /** How much of the validation part is measured. */
  validationSymbols: number;
  totalSteps: number;
  socket: string;
}

/** The record of a run that begins now. */
export function newRecord(id: string, parts: RecordParts): RunRecord {
  const { path, dataset, validationSymbols, engine, training, totalSteps, socket } = parts;
  const now = new Date().toISOString();
  return {
    format: 1,
    id,
    experiment: experimentName(path),
    experimentPath: path,
    state: 'running',
    ...processRecord(engine, socket),
    startedAt: now,
    updatedAt: now,
    trainedMs: 0,
    data: dataRecord(dataset),
    baselines: baselines(dataset, validationSymbols),
    parameters: training.parameters,
    stepsPerEpoch: training.stepsPerEpoch,
    totalSteps,
    step: training.step,
    epoch: training.epoch,
    learningRate: training.learningRate,
    checkpoints: [],
    layouts: {
      profile: recordLayout(runFiles.profile, training.fields.profile),
      reach: recordLayout(runFiles.reach, training.fields.reach),
    },
  };
}

/** The part of a record that is of this process. */
export function processRecord(
  engine: EngineRecord,
  socket: string,
): Pick<RunRecord, 'processId' | 'processStartedAt' | 'socket' | 'engine' | 'versions'> {
  return {
    processId: process.pid,
    processStartedAt: new Date(Date.now() - 1000 * process.uptime()).toISOString(),
    socket,
    engine,
    versions: {
      unroll: typeof __UNROLL_VERSION__ === 'string' ? __UNROLL_VERSION__ : 'source',
      tensorflow: tensorflowVersion,
      node: process.versions.node,
    },
  };
}

function dataRecord({ path, bytes, sha256, vocabulary, training, validation, test, note }: Dataset): DataRecord {
  const symbols = { training: training.length, validation: validation.length, test: test.length };
  return { path, bytes, sha256, symbols, vocabulary: vocabulary.symbols, ...(note !== undefined && { note }) };
}
