import type { TrainerRequest } from '../../protocol/session';
import { tellSupervisor } from '../../trainer/watchdog/tell';
import type { Stood, Told } from '../../trainer/watchdog/watchOrder';

/** Set for a process that is supervised: empty, or the session that stood still, whose run it goes on with. */
export const supervisedVariable = 'UNROLL_SUPERVISED';

/** Whether another process supervises this one. */
export const isSupervised = (): boolean => process.env[supervisedVariable] !== undefined;

/** Tells whoever supervises this process, if anybody does. */
export function tell(told: Told): void {
  if (isSupervised()) tellSupervisor(told);
}

/** What is to be trained: where a session stood still, its run, from the last checkpoint on. */
export function revived(request: TrainerRequest): TrainerRequest {
  const stood = process.env[supervisedVariable];
  if (!stood) return request;
  const { directory, socket, step } = JSON.parse(stood) as Stood;
  const { engine, kernels, threads, steps } = request;
  return { engine, kernels, threads, steps, resumeDirectory: directory, revives: { socket, step } };
}
