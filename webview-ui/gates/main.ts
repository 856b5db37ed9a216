import '@vscode/codicons/dist/codicon.css';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '../shared/controls';
import '../shared/theme.css';
import '../shared/page.css';
import './gates.css';
import type { FromGatesPanel, ToGatesPanel } from '../../src/protocol/gatesPanel';
import { connectHost } from '../shared/host';
import { takeTranslations } from '../shared/translations';
import { GatesPanel } from './panel';
import type { ViewState } from './viewState';

takeTranslations();
const host = connectHost<FromGatesPanel, ViewState>();
const panel = new GatesPanel(document.querySelector<HTMLElement>('#app')!, host);
addEventListener('message', ({ data }: MessageEvent<ToGatesPanel>) => panel.receive(data));
host.postMessage({ type: 'ready' });
