import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Inspector } from '../lab/inspector';
import type { Runs } from '../lab/runs';
import { Lens } from './lens';
import { LensMemory } from './lensMemory';
import { LookingBack } from './lookingBack';
import { TextColours } from './textColours';
import { UnitOrders } from './unitOrders';

/** The lens of a window, what it colours, and the order of units that the gates panel shows. */
export interface LensParts {
  lens: Lens;
  lookingBack: LookingBack;
  colours: TextColours;
  orders: UnitOrders;
}

/** Builds the lens; its parts end with the extension. */
export function createLens(
  context: ExtensionContext,
  runs: Runs,
  inspector: Inspector,
  log: LogOutputChannel,
): LensParts {
  const lens = new Lens({
    ask: (method, params, signal) => inspector.call(method, params, signal),
    onInspectorEnded: inspector.onDidEnd,
    runs,
    memory: new LensMemory(context.workspaceState),
    log,
  });
  const lookingBack = new LookingBack(lens);
  const colours = new TextColours(lens, lookingBack, log);
  context.subscriptions.push(colours, lookingBack, lens);
  return { lens, lookingBack, colours, orders: new UnitOrders() };
}
