import type { TextDocument } from 'vscode';

/** What the lens needs of a text that it looks at: a document, or the probe. */
export type LensDocument = Pick<TextDocument, 'uri' | 'version' | 'getText'>;

/** A text of which the panel shows places too. */
export type PlacedDocument = LensDocument & Pick<TextDocument, 'positionAt'>;
