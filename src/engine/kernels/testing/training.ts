import type { Kernels } from '../kernels';
import type { KernelOptimiser } from '../network';
import { fill, networkOf, type Quantities } from './quantities';
import type { WindowCase } from './windowCase';

const adam: KernelOptimiser = { name: 'adam', betas: [0.9, 0.99], epsilon: 1e-6 };

/** Five steps of training on one window, its state carried on: what the network, its optimiser and its curves are then. */
export function trainedQuantities(kernels: Kernels, of: WindowCase): Quantities {
  const { batch, time } = of.input;
  const network = networkOf(kernels, of, 2);
  const pass = network.pass(batch, time, {
    gates: true,
    gradients: true,
    reach: true,
    dropout: of.dropout !== undefined,
  });
  fill(pass, of);
  const quantities: Quantities = new Map();
  for (let update = 1; update <= 5; update++) {
    quantities.set(`loss ${update}`, [pass.learn(time, of.from, { norms: true, reach: true })]);
    quantities.set(`gradient ${update}`, network.gradient.slice());
    quantities.set(`norm ${update}`, [network.squareNorm()]);
    of.shape.layers.forEach((_, k) => {
      quantities.set(`curve ${k} ${update}`, pass.norms(k, time).total.slice());
      quantities.set(`reach ${k} ${update}`, pass.reachNorms(k, time).total.slice());
    });
    pass.carry(time - 1);
    network.update(adam, { rate: 0.003, scale: 1 / (batch * time), update });
  }
  pass.forward(time);
  quantities.set('logits', pass.logits(0, time)).set('last loss', [pass.loss(time)]);
  quantities.set('values', network.values.slice());
  network.slots.forEach((slot, i) => quantities.set(`slot ${i}`, slot.slice()));
  network.dispose();
  return quantities;
}
