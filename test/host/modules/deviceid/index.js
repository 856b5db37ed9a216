import { randomUUID } from 'node:crypto';

/** What telemetry would call this machine, were it on. */
export const getDeviceId = async () => randomUUID();
