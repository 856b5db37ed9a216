import { config } from '@vscode/l10n';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { InspectorMethods } from '../protocol/inspector';
import { l10nVariable } from '../protocol/l10nVariable';
import { answer } from '../runs/answer';
import { allowOwnCells } from '../engine/cells/own/allowOwnCells';
import { trustVariable } from '../runs/inspectorClient';
import { inspectorHandlers } from './inspectorHandlers';

/** Every method once; one left out does not compile. */
const methods: Record<keyof InspectorMethods, true> = {
  checkExperiment: true,
  describeData: true,
  sampleRun: true,
  checkCell: true,
  describeEngines: true,
  previewExperiment: true,
  measureSteps: true,
  equalWidths: true,
  openLens: true,
  closeLens: true,
  setText: true,
  editText: true,
  findUnknown: true,
  traceSymbol: true,
  colourText: true,
  lookBack: true,
  traceStretch: true,
  traceOverview: true,
  explainUnit: true,
  play: true,
};

/* The inspector process: answers whoever forked it, and ends with them. */
const bundle = process.env[l10nVariable];
if (bundle !== undefined && bundle !== '') config({ fsPath: bundle });
if (process.env[trustVariable] === 'yes') allowOwnCells();
process.on('disconnect', () => process.exit(0));
answer<InspectorMethods>(
  createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)),
  Object.keys(methods) as (keyof InspectorMethods)[],
  inspectorHandlers(),
  (error) => process.stderr.write(`${String((error as Error | undefined)?.stack ?? error)}\n`),
);
