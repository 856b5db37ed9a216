import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import { VscodeTabHeader } from '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { css, type PropertyValues } from 'lit';

/** A tab whose line is exactly as wide as its word, so that words stand on the panel's left edge. */
class WordTab extends VscodeTabHeader {
  static override styles = [
    VscodeTabHeader.styles,
    css`
      .wrapper {
        color: var(--quiet);
        min-height: 0;
        padding: 0 0 3px;
      }
      :host([active]) .wrapper {
        border-bottom: var(--tab-line);
        color: var(--foreground);
        font-weight: 600;
      }
      :host(:hover) .wrapper {
        color: var(--foreground);
      }
    `,
  ];

  /** The page has one panel for all its tabs; `data-controls` names it. */
  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const controls = this.dataset['controls'];
    if (controls !== undefined) this.ariaControls = controls;
  }
}

/** A text field for a number: set to the right, as numbers are. While it is being edited, news do not overwrite it. */
class NumberField extends VscodeTextfield {
  /** The number that holds outside; shown unless the person is writing another. */
  set shown(text: string) {
    if (this.dataset['edited'] === undefined) this.value = text;
  }

  static override styles = [
    VscodeTextfield.styles,
    css`
      input {
        font-variant-numeric: tabular-nums;
        padding-right: 6px;
        text-align: right;
      }
    `,
  ];
}

customElements.define('unroll-tab', WordTab);
customElements.define('unroll-number', NumberField);

declare global {
  interface HTMLElementTagNameMap {
    'unroll-tab': WordTab;
    'unroll-number': NumberField;
  }
}
