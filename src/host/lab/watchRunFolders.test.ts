import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchRunFolders } from './watchRunFolders';

describe('the watch on run folders', () => {
  let folder: string;
  const changed = vi.fn();
  let watch: { dispose(): void };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unroll-watch-'));
    changed.mockReset();
  });

  afterEach(async () => {
    watch.dispose();
    await rm(folder, { recursive: true });
  });

  /** Folders are made one after the other, each when the watch has seen the one before. */
  async function makeSeen(...path: string[]): Promise<void> {
    const before = changed.mock.calls.length;
    await mkdir(join(folder, ...path));
    await vi.waitFor(() => expect(changed.mock.calls.length).toBeGreaterThan(before));
  }

  it('sees the first run of a folder that had none, and the next ones', async () => {
    watch = watchRunFolders(folder, changed);
    await makeSeen('.unroll');
    await makeSeen('.unroll', 'runs');
    await makeSeen('.unroll', 'runs', 'letters-1');
    await makeSeen('.unroll', 'runs', 'letters-2');
  });

  it('sees a run that is made in one go with the folders around it', async () => {
    watch = watchRunFolders(folder, changed);
    await mkdir(join(folder, '.unroll', 'runs', 'letters-1'), { recursive: true });
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    await makeSeen('.unroll', 'runs', 'letters-2');
  });

  it('sees that a run is deleted', async () => {
    await mkdir(join(folder, '.unroll', 'runs', 'letters-1'), { recursive: true });
    watch = watchRunFolders(folder, changed);
    await rm(join(folder, '.unroll', 'runs', 'letters-1'), { recursive: true });
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  });

  it('leaves other files beside the experiment alone', async () => {
    watch = watchRunFolders(folder, changed);
    await writeFile(join(folder, 'notes.txt'), 'sea');
    await makeSeen('.unroll');
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
