/**
 * A person's word (a name, a path, a symbol) in a place where VS Code draws icons: labels of lists, the status bar, code
 * lenses. What looks like an icon stays the text that it is.
 */
export const plainLabel = (text: string): string => text.replaceAll('$(', '\\$(');

/** A sentence in a notification, where VS Code makes links of what looks like Markdown's: it stays the text that it is. */
export const plainMessage = (text: string): string => text.replaceAll('](', ']\u2060(');

/** A text for Markdown that draws icons: escapes do not keep it from that. */
export const withoutIcons = (text: string): string => text.replaceAll('$(', '$\u2060(');
