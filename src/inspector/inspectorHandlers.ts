import type { InspectorMethods } from '../protocol/inspector';
import type { Handlers } from '../protocol/rpc';
import { lensHandlers } from './lensHandlers';
import { previewHandlers } from './previewHandlers';
import { RememberedDataset } from './rememberedDataset';

/** Answers about experiments, data and checkpoints. Tensor code is loaded by the first question that needs it. */
export function inspectorHandlers(): Handlers<InspectorMethods> {
  const remembered = new RememberedDataset();
  const inTurn = oneAfterTheOther(); // there is one engine, and one thing it can be set to
  return {
    async checkExperiment({ path, text }) {
      const { checkExperiment } = await import('../engine/experiment/checkExperiment');
      const found = await checkExperiment(path, text, remembered.read);
      const { encodingProblem } = await import('../engine/experiment/readExperiment');
      const problem = await encodingProblem(path);
      return problem ? { problems: [problem, ...found.problems] } : found;
    },
    async describeData({ path }) {
      const { describeData } = await import('../engine/tasks/languageModel/describeData');
      return describeData(path);
    },
    async sampleRun({ engine, ...params }) {
      const { sampleRun } = await import('./sampleRun');
      return inTurn(() => sampleRun(params, engine));
    },
    async checkCell({ path }) {
      const { checkCellFile } = await import('./checkCellFile');
      return inTurn(() => checkCellFile(path));
    },
    async describeEngines() {
      const { describeEngines } = await import('../engine/backend/engine');
      return inTurn(describeEngines);
    },
    ...previewHandlers(remembered.read),
    ...lensHandlers(),
  };
}

/** Does what it is given, each after the one before. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
