import { expect, it } from 'vitest';
import { plainLabel, plainMessage, withoutIcons } from './plainText';

it('leaves no icon in a label and no link in a message, and everything else as it is', () => {
  expect(plainLabel('$(zap) whale$(sync~spin), 5 $')).toBe('\\$(zap) whale\\$(sync~spin), 5 $');
  expect(withoutIcons('$(zap)')).toBe('$\u2060(zap)');
  expect(plainMessage('[x](command:quit) f(x)[1]')).toBe('[x]\u2060(command:quit) f(x)[1]');
});
