import { isStandard, type Case } from './cases';

/** Least ratios to PyTorch's best and to tfjs-layers; undefined where none is set. */
export interface Goals {
  overPytorch?: number;
  overTfjs?: number;
}

const wasmOverPytorch = new Map([
  [128, 0.8],
  [256, 0.65],
  [512, 0.65],
]);
const wasmOverTfjs = 25;
/** Node 20 has no relaxed SIMD. */
const shareOnNode20 = 0.65;

/** The goals of the native kernels with all threads. */
export function nativeGoals(of: Case, instructions = ''): Goals {
  if (!isStandard(of)) return {};
  if (instructions.includes('AVX-512')) return { overPytorch: of.cell === 'lstm' && of.units === 128 ? 2.5 : 2 };
  return instructions.includes('AVX2') ? { overPytorch: 1.2 } : {};
}

/** The goals of the best WASM kernels of this version of Node with all threads. */
export function wasmGoals(of: Case, nodeMajor: number): Goals {
  if (!isStandard(of)) return {};
  const share = nodeMajor >= 22 ? 1 : shareOnNode20;
  const overPytorch = wasmOverPytorch.get(of.units);
  return { overPytorch: overPytorch && overPytorch * share, overTfjs: wasmOverTfjs * share };
}
