import type { InstallerProgress } from '../protocol/tensorflow';
import { cancelled } from './problems';
import type { Machine } from './machine';

/** What every step of an installation has at hand. */
export interface Installation {
  machine: Machine;
  /** The folder that it is installed into. */
  directory: string;
  /** A folder that the person names. */
  from?: string;
  signal: AbortSignal;
  /** In which programs are found. */
  environment: NodeJS.ProcessEnv;
  tell(progress: InstallerProgress): void;
}

/** Where libraries are: in an archive, or as files. */
export type FoundLibraries = {
  /** Where they come from, for people. */
  source: string;
  version?: string;
} & ({ archive: string } | { files: FoundFile[] });

/** A library on this machine. */
export interface FoundFile {
  path: string;
  /** In hexadecimal, where it is known. */
  sha256?: string;
}

/** @throws UserError where the person has cancelled */
export function checkCancelled({ signal }: Pick<Installation, 'signal'>): void {
  if (signal.aborted) throw cancelled();
}
