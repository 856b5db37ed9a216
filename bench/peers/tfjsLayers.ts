import {
  addN,
  cast,
  div,
  losses,
  minimum,
  mul,
  oneHot,
  randomUniform,
  reshape,
  sqrt,
  square,
  sum,
  tidy,
  train,
  type AdamOptimizer,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { startEmbedded } from '../../src/engine/backend/embedded';
import { startTensorflow } from '../../src/engine/backend/tensorflowNode';
import { embedding, vocabulary, type Case } from '../cases';
import { answer, timed } from './answer';
import type { Greeting, PeerMethods } from './messages';

/** Measured process: tfjs-layers on the backend of its parameter, wasm or tensorflow. */
async function main(backend: string): Promise<void> {
  let step = (): void => undefined;
  await answer<PeerMethods>(await greetingOf(backend), {
    open: (of: Case) => {
      step = stepOf(of);
      timed(step, { ms: 0, steps: 2 });
      return {};
    },
    round: (time) => ({ stepMs: timed(step, time) }),
  });
}

async function greetingOf(wanted: string): Promise<Greeting> {
  if (wanted === 'tensorflow') {
    const started = await startTensorflow();
    return 'whyNot' in started ? { absent: started.whyNot } : { ready: { name: 'tfjs-layers on tfjs-node' } };
  }
  const { backend, reason } = await startEmbedded();
  return backend === 'wasm' ? { ready: { name: 'tfjs-layers on WASM' } } : { absent: reason ?? '' };
}

/** The embedding is a product with one-hot symbols: the WASM backend has no gradient for layers.embedding. */
function modelOf({ cell, units, layers: count, batch, window }: Case): Sequential {
  const options = { units, returnSequences: true, stateful: true, recurrentInitializer: 'glorotUniform' } as const; // the default is slow
  const recurrent = { lstm: layers.lstm, gru: layers.gru, elman: layers.simpleRNN }[cell as 'lstm' | 'gru' | 'elman'];
  const model = sequential();
  const batchInputShape: [number, number, number] = [batch, window, vocabulary];
  model.add(layers.dense({ units: embedding, useBias: false, batchInputShape }));
  for (let layer = 0; layer < count; layer++) model.add(recurrent(options));
  model.add(layers.dense({ units: vocabulary }));
  return model;
}

/** A whole step, as all others take it: forward, backward, clip 5, Adam, carried state. */
function stepOf(of: Case): () => void {
  const model = modelOf(of);
  const optimiser = train.adam(0.002);
  const symbols = randomUniform([of.batch, of.window], 0, vocabulary, 'int32');
  const inputs = cast(oneHot(symbols, vocabulary), 'float32');
  const targets = oneHot(reshape(symbols, [-1]), vocabulary);
  const loss = (): Scalar => {
    const logits = model.apply(inputs, { training: true }) as Tensor;
    return losses.softmaxCrossEntropy(targets, reshape(logits, [-1, vocabulary]));
  };
  return () => void tidy(() => learn(optimiser, loss).dataSync());
}

function learn(optimiser: AdamOptimizer, loss: () => Scalar): Scalar {
  const { value, grads } = optimiser.computeGradients(loss);
  const norm = sqrt(addN(Object.values(grads).map((gradient) => sum(square(gradient)))));
  const scale = minimum(1, div(5, norm));
  optimiser.applyGradients(Object.entries(grads).map(([name, gradient]) => ({ name, tensor: mul(gradient, scale) })));
  return value;
}

void main(process.argv[2] ?? 'wasm');
