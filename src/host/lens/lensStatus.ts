import type { StatusBarItem } from 'vscode';
import { Disposable, l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { formatCount } from '../../protocol/words';
import type { Lens } from './lens';
import { colourMeaning, legend, lensName } from './lensWords';
import type { LookingBack } from './lookingBack';
import { escaped } from './markup';
import type { TextColours } from './textColours';
import { plainLabel } from '../plainText';

/** The commands that the tooltips may run. */
const enabledCommands = [
  'unroll.colourText',
  'unroll.openGatesPanel',
  'unroll.closeLens',
  'unroll.lookThrough',
  'unroll.stopLookingBack',
];

/** The lens in the status bar, and beside it the legend of what colours the text, in its colour. */
export function createLensStatus(lens: Lens, colours: TextColours, lookingBack: LookingBack): Disposable {
  const item = window.createStatusBarItem('unroll.lens', StatusBarAlignment.Left, -1);
  const key = window.createStatusBarItem('unroll.lensLegend', StatusBarAlignment.Left, -2);
  item.name = l10n.t('Unroll: lens');
  key.name = l10n.t('Unroll: what colours the text');
  const draw = (): void => {
    drawLens(item, lens);
    drawLegend(key, lens, colours, lookingBack);
  };
  draw();
  return Disposable.from(item, key, lens.onDidChange(draw), colours.onDidChange(draw), lookingBack.onDidChange(draw));
}

function drawLens(item: StatusBarItem, lens: Lens): void {
  const { current, failure } = lens;
  if (!current && failure === undefined) return item.hide();
  item.text = current
    ? `$(${lens.trouble === undefined ? 'eye' : 'warning'}) ${plainLabel(lensName(current.description))}`
    : `$(warning) ${l10n.t('Lens')}`;
  item.tooltip = current ? lensTooltip(lens) : markdown(`${escaped(failure!)}\n\n${otherLens()}`);
  item.command = current ? 'unroll.openGatesPanel' : 'unroll.lookThrough';
  item.show();
}

function lensTooltip(lens: Lens): MarkdownString {
  const { description, source } = lens.current!;
  const isFollowing = 'directory' in source && source.checkpoint === 'last';
  const names = lens.covered.map((address) => `- ${escaped(decodeURIComponent(address.split('/').at(-1)!))}`);
  const lines = [
    `**${escaped(lensName(description))}**`,
    lens.trouble === undefined ? '' : `$(warning) ${escaped(lens.trouble)}`,
    isFollowing ? l10n.t('Follows the newest checkpoint of the run.') : '',
    `${l10n.t('It looks at:')}\n${names.join('\n')}`,
    [
      `[${l10n.t('Open gates panel')}](command:unroll.openGatesPanel)`,
      `[${l10n.t('Colour text by…')}](command:unroll.colourText)`,
      otherLens(),
      `[${l10n.t('Close the lens')}](command:unroll.closeLens)`,
    ].join(' · '),
  ];
  return markdown(lines.filter((line) => line !== '').join('\n\n'));
}

const otherLens = (): string => `[${l10n.t('Another lens')}](command:unroll.lookThrough)`;

function drawLegend(item: StatusBarItem, lens: Lens, colours: TextColours, lookingBack: LookingBack): void {
  const { by, scale } = colours;
  const back = lookingBack.current;
  if (!lens.current || (!by && !back)) return item.hide();
  const { description } = lens.current;
  item.text = back ? l10n.t('Look back 1 % {0} 100 %', '░▒▓█') : plainLabel(legend(by!, description, scale!));
  item.color = new ThemeColor(`unroll.${back ? 'gradient' : scale!.meaning}`);
  item.tooltip = back ? lookBackTooltip(back.hundredth) : byTooltip(colourMeaning(by!, description), colours.failure);
  item.command = back ? 'unroll.stopLookingBack' : 'unroll.colourText';
  item.show();
}

function lookBackTooltip(hundredth: number): MarkdownString {
  const sentences = [
    l10n.t(
      'What the prediction of this one character depends on: ‖dL/dh‖ at every character before it, as a share of the last.',
    ),
    hundredth > 0 ? l10n.t('One hundredth is left {0} characters back.', formatCount(hundredth)) : '',
  ];
  return markdown(
    `${sentences.join(' ')}\n\n[${l10n.t('Stop looking back')}](command:unroll.stopLookingBack) (Escape)`,
  );
}

function byTooltip(words: string, failure: string | undefined): MarkdownString {
  const wrong = failure === undefined ? '' : `$(warning) ${escaped(failure)}\n\n`;
  return markdown(`${wrong}${words}\n\n[${l10n.t('Colour text by…')}](command:unroll.colourText)`);
}

function markdown(text: string): MarkdownString {
  const found = new MarkdownString(text, true);
  found.isTrusted = { enabledCommands };
  return found;
}
