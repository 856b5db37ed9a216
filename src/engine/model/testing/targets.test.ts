import { expect, it } from 'vitest';
import { whyNotNative } from '../../backend/testing/nativeBackend';
import { startTarget, targets } from './targets';

const whyNot = await whyNotNative();

it.skipIf(whyNot)(
  `native TensorFlow computes the golden windows and the curves too${whyNot ? ` (skipped: ${whyNot})` : ''}`,
  async () => {
    expect(targets).toContain('tensorflow');
    expect(await startTarget('tensorflow')).toBe(true);
  },
);
