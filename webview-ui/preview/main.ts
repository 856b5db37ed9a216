import '@vscode/codicons/dist/codicon.css';
import '../shared/controls';
import '../shared/theme.css';
import '../shared/page.css';
import './preview.css';
import type { FromPreviewPanel, ToPreviewPanel } from '../../src/protocol/preview';
import { connectHost } from '../shared/host';
import { takeTranslations } from '../shared/translations';
import { PreviewPanel } from './panel';
import type { ViewState } from './viewState';

takeTranslations();
const host = connectHost<FromPreviewPanel, ViewState>();
const panel = new PreviewPanel(document.querySelector<HTMLElement>('#app')!, host);
addEventListener('message', ({ data }: MessageEvent<ToPreviewPanel>) => panel.receive(data));
host.postMessage({ type: 'ready' });
