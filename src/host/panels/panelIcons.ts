import { Uri } from 'vscode';

/** The icon in the tab of a panel. */
export const panelIcons = (extensionUri: Uri): { light: Uri; dark: Uri } => ({
  light: Uri.joinPath(extensionUri, 'media', 'panel-light.svg'),
  dark: Uri.joinPath(extensionUri, 'media', 'panel-dark.svg'),
});
