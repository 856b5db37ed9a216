import * as vscode from 'vscode';
import { until } from './support';

type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** A question that stands on the screen. */
export interface Question {
  step: string;
  labels: string[];
  items: readonly vscode.QuickPickItem[];
  /** Chooses the row with that label, or what stands chosen. */
  accept(label?: string): Promise<void>;
  goBack(): Promise<void>;
}

const makers = ['createQuickPick', 'createInputBox'] as const;

/** Follows the questions that the extension asks, as they come and go. */
export class Questions implements vscode.Disposable {
  private standing: Input | undefined;
  private readonly originals = makers.map((name) => vscode.window[name]);

  constructor() {
    makers.forEach((name, at) => this.replace(name, () => this.follow((this.originals[at] as () => Input)())));
  }

  /** Waits for the question whose placeholder or prompt begins so. */
  async at(beginning: string): Promise<Question> {
    const input = await until(`the question "${beginning}"`, () => {
      const { standing } = this;
      return standing && wordsOf(standing).startsWith(beginning) && standing;
    });
    const items = 'items' in input ? input.items : [];
    return {
      step: `${input.step}/${input.totalSteps}`,
      labels: items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator).map(({ label }) => label),
      items,
      accept: async (label) => {
        if (label !== undefined && 'items' in input) {
          input.activeItems = items.filter((item) => item.label === label);
          await new Promise((resolve) => setTimeout(resolve)); // what is set goes out in the next turn
        }
        await this.gone(input, 'workbench.action.acceptSelectedQuickOpenItem');
      },
      goBack: () => this.gone(input, 'workbench.action.quickInputBack'),
    };
  }

  dispose(): void {
    makers.forEach((name, at) => this.replace(name, this.originals[at]!));
  }

  /** Does something until the question is answered: it takes a moment to appear. */
  private gone(input: Input, command: string): Promise<unknown> & Promise<void> {
    return until(`an answer to "${wordsOf(input)}"`, async () => {
      await vscode.commands.executeCommand(command);
      return this.standing !== input;
    }) as Promise<unknown> & Promise<void>;
  }

  private follow<T extends Input>(input: T): T {
    const { dispose, show } = input;
    Object.assign(input, {
      show: () => {
        this.standing = input;
        show.call(input);
      },
      dispose: () => {
        if (this.standing === input) this.standing = undefined;
        dispose.call(input);
      },
    });
    return input;
  }

  private replace(name: (typeof makers)[number], maker: unknown): void {
    (vscode.window as unknown as Record<string, unknown>)[name] = maker;
  }
}

const wordsOf = (input: Input): string => ('items' in input ? input.placeholder : input.prompt) ?? '';
