import type { RunRecord } from './run';

/** What may be asked of a session over its socket: a method a line, parameters in, result out. */
export interface SessionMethods {
  /** The run as it stands now. */
  describe(params: Record<string, never>): RunRecord;
  /** Pauses after the step under way; resolves when it has paused. */
  pause(params: Record<string, never>): { step: number };
  resume(params: Record<string, never>): { step: number };
  /** Takes one step and stays paused. */
  stepOnce(params: Record<string, never>): { step: number };
  /** Writes a checkpoint and ends the session; resolves when all is on disk. */
  stop(params: Record<string, never>): { step: number };
  setLearningRate(params: { value: number }): { value: number };
  /** Samples a text from the weights of this moment. */
  sample(params: SampleRequest): { text: string };
}

/** How to sample a text. */
export interface SampleRequest {
  /** Symbols. */
  length: number;
  temperature: number;
  /** Text that the network reads first; it is not part of the answer. */
  prime?: string;
  seed?: number;
}

/** What a session tells everyone attached, at most ten times a second and at every change of state. */
export interface SessionEvents {
  /** New bytes are in the run's files; the record is the state to show. */
  progressed: { run: RunRecord };
}

/** The trainer process tells its parent one of these over the fork channel once; then the channel closes. */
export type TrainerGreeting =
  | { started: { runId: string; directory: string; socket: string; passedOver?: string } }
  | { failed: { message: string; remedy: string } };

/** What the trainer process is asked to do: its single argument, as JSON. */
export interface TrainerRequest {
  /** Absolute path of the experiment file; or, to go on with a run, of its run folder. */
  experimentPath?: string;
  resumeDirectory?: string;
  engine: EngineChoice;
  kernels: KernelChoice;
  /** Threads that compute; 0 or nothing: as many as there are cores. */
  threads?: number;
  /** The session that stood still in this step, listened on this socket and is about to be gone: its run goes on. */
  revives?: { socket: string; step: number };
  /** Learning rate to go on with, instead of the one in the checkpoint. */
  learningRate?: number;
  /** Step limit instead of the experiment's. */
  steps?: number;
  weightsPath?: string;
  /** Path of the localisation bundle, if any. */
  l10nBundle?: string;
  /** The folder that native TensorFlow is installed into; where it is missing, the one of the environment. */
  tensorflowDirectory?: string;
}

/** The settings that say what computes. */
export type EngineSettings = Pick<TrainerRequest, 'engine' | 'kernels' | 'threads'>;

/** Setting `unroll.engine`, flag `--engine`. */
export type EngineChoice = 'auto' | 'tensorflow' | 'embedded';
/** Setting `unroll.kernels`, flag `--kernels`. */
export type KernelChoice = 'auto' | 'native' | 'wasm' | 'wasm-simd' | 'reference';
