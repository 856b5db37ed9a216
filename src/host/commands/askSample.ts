import type { QuickPickItem } from 'vscode';
import { CancellationError, l10n, window } from 'vscode';
import type { SampleRequest } from '../../protocol/session';
import { formatDecimals } from '../../protocol/words';
import { ask } from '../input/place';

interface TemperatureItem extends QuickPickItem {
  temperature: number;
}

/**
 * Asks in one step how to sample: what is typed is the beginning of the text, what is chosen the temperature.
 * @throws CancellationError where somebody leaves
 */
export async function askSample(
  name: string,
  preset: { sampleLength: number; temperature: number },
): Promise<SampleRequest> {
  const input = window.createQuickPick<TemperatureItem>();
  input.placeholder = l10n.t('How the text begins, or nothing; then choose a temperature');
  input.items = temperatureItems(preset.temperature, preset.sampleLength);
  input.activeItems = input.items.filter((item) => item.temperature === preset.temperature);
  const place = { title: l10n.t('Sample Text: {0}', name), step: 1, totalSteps: 1 };
  const request = await ask<SampleRequest>(input, place, (answer) =>
    input.onDidAccept(() => {
      const temperature = input.activeItems[0]?.temperature ?? preset.temperature;
      answer({ prime: input.value || undefined, temperature, length: preset.sampleLength });
    }),
  );
  if (request === undefined || typeof request === 'symbol') throw new CancellationError();
  return request;
}

function temperatureItems(preset: number, length: number): TemperatureItem[] {
  const temperatures = [...new Set([preset, 0.5, 0.8, 1, 1.2])].sort((a, b) => a - b);
  return temperatures.map((temperature) => ({
    label: l10n.t('Temperature {0}', formatDecimals(temperature, 1)),
    description: l10n.t('{0} characters', length),
    detail: temperature === preset ? l10n.t('As in training.') : temperatureWord(temperature),
    alwaysShow: true,
    temperature,
  }));
}

function temperatureWord(temperature: number): string {
  if (temperature < 1) return l10n.t('More careful than what was learned.');
  return temperature === 1 ? l10n.t('As likely as it was learned.') : l10n.t('More daring than what was learned.');
}
