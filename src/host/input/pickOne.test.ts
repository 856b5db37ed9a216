import { describe, expect, it, vi } from 'vitest';
import type { QuickPickItem } from 'vscode';
import { pickOne } from './pickOne';

const shown = vi.hoisted(() => ({ pick: undefined as unknown }));
vi.mock('vscode', () => ({
  QuickInputButtons: { Back: {} },
  QuickPickItemKind: { Separator: -1, Default: 0 },
  window: { createQuickPick: () => (shown.pick = fakePick()) },
}));

interface FakePick {
  items: QuickPickItem[];
  activeItems: QuickPickItem[];
  accept(): void;
  hide(): void;
}

/** A list whose events the test sets off. */
function fakePick() {
  const listeners: Record<string, () => void> = {};
  const listen = (name: string) => (listener: () => void) => void (listeners[name] = listener);
  return {
    items: [],
    activeItems: [],
    onDidChangeValue: listen('change'),
    onDidAccept: listen('accept'),
    onDidTriggerButton: listen('button'),
    onDidHide: listen('hide'),
    show: () => undefined,
    dispose: () => undefined,
    accept: () => listeners['accept']?.(),
    hide: () => listeners['hide']?.(),
  };
}

const choices = [
  { label: 'one', value: 1 },
  { label: 'two', value: 2, refusal: 'A Jordan layer must be the last one.' },
];
const ask = () => {
  const answer = pickOne({ title: '', step: 1, totalSteps: 1 }, { placeholder: '', choices, preset: 1 });
  return { answer, pick: shown.pick as FakePick };
};

describe('a choice', () => {
  it('is answered with its value', async () => {
    const { answer, pick } = ask();
    expect(pick.activeItems.map(({ label }) => label)).toEqual(['one']);
    pick.accept();
    expect(await answer).toBe(1);
  });

  it('that is refused says why and cannot be taken', async () => {
    const { answer, pick } = ask();
    expect(pick.items[1]?.detail).toContain('A Jordan layer must be the last one.');
    pick.activeItems = [pick.items[1]!];
    pick.accept();
    pick.activeItems = [pick.items[0]!];
    pick.accept();
    expect(await answer).toBe(1);
  });

  it('stands ready for Enter where nothing is preset, under a heading too', async () => {
    const heading = { label: 'Texts', kind: -1, value: undefined };
    const listed = [{ ...choices[1]!, value: 3 }, heading, choices[0]!];
    const answer = pickOne<number | undefined>(
      { title: '', step: 1, totalSteps: 1 },
      { placeholder: '', choices: listed },
    );
    const pick = shown.pick as FakePick;
    expect(pick.activeItems.map(({ label }) => label)).toEqual(['one']);
    pick.accept();
    expect(await answer).toBe(1);
  });

  it('that is left is no answer', async () => {
    const { answer, pick } = ask();
    pick.hide();
    expect(await answer).toBeUndefined();
  });
});
