import type { LogOutputChannel, Uri } from 'vscode';
import type { FromGatesPanel } from '../../protocol/gatesPanel';
import type { CommandId } from '../commands/commandIds';
import type { Lens } from '../lens/lens';
import type { LensDocument } from '../lens/lensDocument';
import type { Probe } from '../lens/probe';
import type { TextColours } from '../lens/textColours';
import type { UnitOrders } from '../lens/unitOrders';

/** A request of the gates panel. */
export type GatesRequest<T extends FromGatesPanel['type']> = Extract<FromGatesPanel, { type: T }>;

/** What the gates panel needs from the host. */
export interface GatesPanelParts {
  extensionUri: Uri;
  lens: Lens;
  colours: TextColours;
  orders: UnitOrders;
  probe: Probe;
  log: LogOutputChannel;
  /** Address of the document to show where none was chosen: the one that is looked at, or the lens's own. */
  preferred(): string | undefined;
  savePicture(request: GatesRequest<'savePicture'>): Promise<void>;
  saveNumbers(document: LensDocument, request: GatesRequest<'saveNumbers'>): Promise<void>;
  /** Runs a command. */
  run(command: CommandId): Promise<void>;
}
