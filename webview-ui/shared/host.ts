/** What VS Code gives a panel: messages out, and a little state that outlives a reload of the window. */
export interface PanelHost<Message, State> {
  postMessage(message: Message): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): PanelHost<unknown, unknown>;

/** The editor around this panel; may be asked for once only. */
export const connectHost = <Message, State>(): PanelHost<Message, State> =>
  acquireVsCodeApi() as PanelHost<Message, State>;
