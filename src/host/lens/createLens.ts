import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Inspector } from '../lab/inspector';
import type { Runs } from '../lab/runs';
import { Lens } from './lens';
import { LensMemory } from './lensMemory';
import { LookingBack } from './lookingBack';
import { Probe } from './probe';
import { TextColours } from './textColours';
import { UnitOrders } from './unitOrders';

/** The lens of a window, what it colours, the order of units that the gates panel shows, and its probe text. */
export interface LensParts {
  lens: Lens;
  lookingBack: LookingBack;
  colours: TextColours;
  orders: UnitOrders;
  probe: Probe;
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
  const probe = new Probe(lens, context.workspaceState, log);
  context.subscriptions.push(probe, colours, lookingBack, lens);
  return { lens, lookingBack, colours, orders: new UnitOrders(), probe };
}
