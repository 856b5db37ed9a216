/** Environment variable: the folder that native TensorFlow is installed into. */
export const tensorflowVariable = 'UNROLL_TENSORFLOW_DIRECTORY';

/** Files and folders inside of that folder. */
export const tensorflowFiles = {
  /** What is in use: complete, tried and never changed. */
  installed: 'installed',
  /** What an installation has made so far. */
  unfinished: 'unfinished',
  /** Archives on their way, whole and half. */
  downloads: 'downloads',
  /** Inside of `installed`; written last. */
  manifest: 'manifest.json',
  binding: 'tfjs_binding.node',
  standardError: 'standardError.node',
} as const;

/** What stands in manifest.json. */
export interface TensorflowManifest {
  format: 1;
  /** Version of TensorFlow, such as 2.21.0. */
  version: string;
  /** As in `process.platform` and `process.arch`, such as linux-x64. */
  platform: string;
  /** Where the libraries came from, for people. */
  source: string;
  /** Size and SHA-256 of each file. */
  files: Record<string, { bytes: number; sha256: string }>;
}

/** What the installer process is asked to do: its single argument, as JSON. */
export interface InstallerOrder {
  task: 'install' | 'remove' | 'try';
  /** Absolute path of the folder that it is installed into; for `try`, of the one with the manifest. */
  directory: string;
  /** Absolute path of a folder that has the libraries, or an archive of them. */
  from?: string;
}

/** How far an installation is. */
export interface InstallerProgress {
  stage: 'finding' | 'downloading' | 'unpacking' | 'building' | 'trying';
  /** A sentence for people. */
  sentence: string;
  bytes?: number;
  totalBytes?: number;
}

/** What the installer process tells its parent. */
export type InstallerMessage =
  | { progress: InstallerProgress }
  | { done: { version: string; source: string } }
  | { failed: { message: string; remedy: string } };
