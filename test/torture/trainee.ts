import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Faults, type Fault } from './faults';

/** What a trainer is told beside its request. */
export interface TraineeOrder {
  request: object;
  /** Only calls under it count. */
  folder: string;
  fault?: Fault;
  /** Where the number of its calls goes when it ends by itself. */
  callsPath?: string;
}

/** The trainer process as it is in the package, over a file system with a fault. */
const { request, folder, fault, callsPath } = JSON.parse(process.argv[2] ?? '') as TraineeOrder;
const faults = Faults.install();
faults.watch(folder, fault);
if (callsPath !== undefined) process.on('exit', () => writeFileSync(callsPath, String(faults.calls.length)));
process.argv[2] = JSON.stringify(request);
createRequire(__filename)(join(__dirname, 'trainer.cjs'));
