const shown: Record<string, string> = { ' ': '␣', '\n': '↵', '\t': '⇥', '\r': '␍', '': '?' };

/** A symbol of a text as it can be seen. */
export const shownSymbol = (symbol: string): string => shown[symbol] ?? symbol;
