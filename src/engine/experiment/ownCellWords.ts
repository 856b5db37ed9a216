import type { Layer } from '../../protocol/experiment';
import type { OwnCellWords } from '../../protocol/preview';
import { ownModule } from '../cells/own/ownModule';

/** What the files of a model's own cells name. @param layers with what the files say */
export const ownCellWords = (layers: Layer[]): OwnCellWords[] =>
  layers.flatMap((layer, at) => {
    if (layer.cell !== 'own' || layer.source === undefined) return [];
    const { file, source, imports, units } = layer;
    const { parameters, hasCellState, gates, values } = ownModule({ file, source, imports });
    const names = parameters({ inputs: units, units }).map(({ stem }) => stem);
    return [{ layer: at, file, parameters: names, state: hasCellState ? ['h', 'c'] : ['h'], gates, values }];
  });
