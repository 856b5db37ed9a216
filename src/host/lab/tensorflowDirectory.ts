import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { tensorflowVariable } from '../../protocol/tensorflow';

/** Where native TensorFlow is installed for every window: in the extension's own storage. */
export const tensorflowDirectory = (context: Pick<ExtensionContext, 'globalStorageUri'>): string =>
  process.env[tensorflowVariable] ?? join(context.globalStorageUri.fsPath, 'tensorflow');
