import '@vscode/codicons/dist/codicon.css';
import '../shared/controls';
import '../shared/theme.css';
import '../shared/page.css';
import './training.css';
import type { FromTrainingPanel, ToTrainingPanel } from '../../src/protocol/trainingPanel';
import { connectHost } from '../shared/host';
import { takeTranslations } from '../shared/translations';
import { TrainingPanel } from './panel';
import type { ViewState } from './viewState';

takeTranslations();
const host = connectHost<FromTrainingPanel, ViewState>();
const panel = new TrainingPanel(document.querySelector<HTMLElement>('#app')!, host);
addEventListener('message', ({ data }: MessageEvent<ToTrainingPanel>) => panel.receive(data));
host.postMessage({ type: 'ready' });
