import * as l10n from '@vscode/l10n';
import { useLanguage } from '../../src/protocol/words';

/** Takes the texts that the host put into the page, and writes numbers in their language. */
export function takeTranslations(): void {
  const contents = document.querySelector('#l10n')?.textContent ?? '{}';
  const isTranslated = Object.keys(JSON.parse(contents) as object).length > 0;
  if (isTranslated) l10n.config({ contents });
  useLanguage(isTranslated ? document.documentElement.lang : 'en');
}
