import { workspace } from 'vscode';
import { notations, type Notation } from '../../protocol/notation';

/** Whose letters the person wants to see; PyTorch's where the setting holds something else. */
export function chosenNotation(): Notation {
  const chosen = workspace.getConfiguration('unroll').get<string>('notation');
  return notations.find((each) => each === chosen) ?? 'pytorch';
}
