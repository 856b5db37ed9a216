import type { TrainerRequest } from '../../protocol/session';
import { tellSupervisor } from '../../trainer/watchdog/tell';
import type { Stood, Told } from '../../trainer/watchdog/watchOrder';

/** What a process is told that is supervised, as JSON. */
export interface Supervision {
  /** Of the one that supervises. */
  processId: number;
  /** The session that stood still, whose run it goes on with. */
  stood?: Stood;
}

/** Set for a process that is supervised. */
export const supervisedVariable = 'UNROLL_SUPERVISED';

/** Who supervises this process; nobody does where it is undefined. */
export function supervision(): Supervision | undefined {
  const given = process.env[supervisedVariable];
  return given === undefined ? undefined : (JSON.parse(given) as Supervision);
}

/** Tells whoever supervises this process, if anybody does. */
export function tell(told: Told): void {
  if (supervision()) tellSupervisor(told);
}

/** What is to be trained: where a session stood still, its run, from the last checkpoint on. */
export function revived(request: TrainerRequest): TrainerRequest {
  const stood = supervision()?.stood;
  if (!stood) return request;
  const { directory, socket, step } = stood;
  const { engine, kernels, threads, steps } = request;
  return { engine, kernels, threads, steps, resumeDirectory: directory, revives: { socket, step } };
}
