import * as l10n from '@vscode/l10n';
import { html, svg, type TemplateResult } from 'lit';
import type { NetworkPreview } from '../../src/protocol/preview';
import { formatCount, formatPercent } from '../../src/protocol/words';
import { parameterGroups, type ParameterGroup } from './parameterRows';
import { shapeText } from './drawing/primitives';

/** Every matrix with its shape and its number of parameters, by parts, and the whole. */
export function parameterTable(preview: NetworkPreview): TemplateResult {
  return html`<section>
    <h2>${l10n.t('Parameters')}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">${l10n.t('Matrix')}</th>
          <th scope="col" class="role">${l10n.t('What it does')}</th>
          <th scope="col" class="number">${l10n.t('Shape')}</th>
          <th scope="col" class="number">${l10n.t('Parameters')}</th>
          <th scope="col" class="share"><span class="heard">${l10n.t('Share')}</span></th>
        </tr>
      </thead>
      ${parameterGroups(preview).map(group)}
      <tfoot>
        <tr>
          <th scope="row" class="whole">${l10n.t('Total')}</th>
          <td class="role"></td>
          <td></td>
          <td class="number">${formatCount(preview.parameterCount)}</td>
          <td class="share"></td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

const group = ({ name, rows, size }: ParameterGroup): TemplateResult =>
  html`<tbody>
    <tr class="group">
      <th scope="rowgroup">${name}</th>
      <td class="role"></td>
      <td></td>
      <td class="number">${formatCount(size)}</td>
      <td class="share"></td>
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          <th scope="row"><code>${row.name}</code></th>
          <td class="role">${row.role}</td>
          <td class="number">${shapeText(row.shape)}</td>
          <td class="number">${formatCount(row.size)}</td>
          <td class="share">${bar(row.share)}</td>
        </tr>`,
    )}
  </tbody>`;

const barWidth = 120;

const bar = (share: number): TemplateResult =>
  html`<svg width=${barWidth} height="8" role="img" aria-label=${formatPercent(share)}>
    <title>${formatPercent(share)}</title>
    ${svg`<rect class="bar" width=${Math.max(1, share * barWidth)} height="8" rx="2"></rect>`}
  </svg>`;
