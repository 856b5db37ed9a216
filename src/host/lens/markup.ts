import { withoutIcons } from '../plainText';

/** Text in which neither Markdown nor HTML finds anything, nor an icon: all but letters and digits as entities. */
export const escaped = (text: string): string =>
  withoutIcons(text).replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)!};`);

/** A word set as code, kept apart from the direction of the words around it. */
export const code = (text: string): string => `<code>&#8296;${escaped(text)}&#8297;</code>`;

/** A link that runs a command with one argument. */
export const commandLink = (title: string, command: string, argument: unknown): string =>
  `[${escaped(title)}](command:${command}?${encodeURIComponent(JSON.stringify([argument])).replace(/[()']/g, percent)})`;

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;
