import type { readDataset } from '../engine/tasks/languageModel/dataset';
import type { PreviewMethods } from '../protocol/preview';
import type { Handlers } from '../protocol/rpc';

/**
 * Answers about experiments that are not trained yet. Only a measurement loads tensor code.
 * @param read reads a text as a dataset
 */
export function previewHandlers(read: typeof readDataset): Handlers<PreviewMethods> {
  return {
    async previewExperiment({ path, text }) {
      const { previewExperiment } = await import('../engine/experiment/previewExperiment');
      return previewExperiment(path, text, read);
    },
    async measureSteps(params, signal) {
      const { measureSteps } = await import('./measureSteps');
      return measureSteps(params, read, signal);
    },
    async equalWidths({ path, text, others }) {
      const [{ equalWidths }, { openedOrRefused }, { withOwnCells }] = await Promise.all([
        import('../engine/experiment/equalWidth'),
        import('./openedOrRefused'),
        import('../engine/experiment/ownCells'),
      ]);
      const { experiment, dataset } = await openedOrRefused(path, text, read);
      const whole = await Promise.all(others.map((other) => withOwnCells(path, other)));
      return equalWidths(experiment, dataset.vocabulary.size, whole);
    },
  };
}
