import type { Memento } from 'vscode';
import type { ColourBy, LensSource } from '../../protocol/lens';

const key = 'unroll.lens';

/** What a window remembers of its lens. */
export interface RememberedLens {
  source: LensSource;
  /** Addresses of the documents that the person has added. */
  documents: string[];
  colourBy?: ColourBy;
}

/** The lens of this workspace, over a reload of the window. */
export class LensMemory {
  constructor(private readonly memento: Memento) {}

  /** What was remembered; nothing where it was of another shape. */
  read(): RememberedLens | undefined {
    const found = this.memento.get<Partial<RememberedLens>>(key);
    return found?.source && Array.isArray(found.documents) ? (found as RememberedLens) : undefined;
  }

  /** Remembers a lens, or forgets it. */
  write(lens: RememberedLens | undefined): void {
    void this.memento.update(key, lens);
  }
}
