import { workspace } from 'vscode';
import type { EngineSettings } from '../../protocol/session';

/** What computes, as the settings say. */
export function engineSettings(): EngineSettings {
  const settings = workspace.getConfiguration('unroll');
  return {
    engine: settings.get<EngineSettings['engine']>('engine', 'auto'),
    kernels: settings.get<EngineSettings['kernels']>('kernels', 'auto'),
    threads: settings.get<number>('threads', 0),
  };
}
