import { isTensorflowInstalled } from '../tensorflowFiles';

/** Why native TensorFlow is not tested, as `npm test` has found out; it installs it into the clone where it can. */
export const whyNotNative = async (): Promise<string | undefined> =>
  (await isTensorflowInstalled())
    ? undefined
    : (process.env['UNROLL_NO_TENSORFLOW'] ?? 'native TensorFlow is not installed; npm test does so on linux x64');

/** The name of its backend, where it is there. */
export const nativeBackend = async (): Promise<string[]> => ((await isTensorflowInstalled()) ? ['tensorflow'] : []);
