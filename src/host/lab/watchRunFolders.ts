import { existsSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** Something that can be ended. */
interface Disposable {
  dispose(): void;
}

/**
 * Tells when run folders come or go in `folder/.unroll/runs`, whether or not that exists yet.
 * VS Code's own watcher is told to leave run folders alone: they change ten times a second.
 */
export function watchRunFolders(folder: string, onChanged: () => void): Disposable {
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;
  const rearm = (): void => {
    const target = nearest(folder);
    if (target === watched) return;
    watcher?.close();
    watched = target;
    watcher = target ? start(target) : undefined;
  };
  const start = (target: string): FSWatcher => {
    const started = watch(target, { persistent: false }, (_event, name) => {
      if (target === folder && name !== '.unroll') return;
      rearm();
      onChanged();
    });
    started.on('error', () => {
      watched = undefined;
      started.close();
    });
    return started;
  };
  rearm();
  return { dispose: () => watcher?.close() };
}

/** The deepest folder on the way to the runs that exists. */
function nearest(folder: string): string | undefined {
  return [join(folder, '.unroll', 'runs'), join(folder, '.unroll'), folder].find((path) => existsSync(path));
}
