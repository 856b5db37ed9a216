/** A colour of the theme, `rgb(r, g, b)`, let through by that much. */
export const withOpacity = (colour: string, opacity: number): string =>
  colour.replace('rgb(', 'rgba(').replace(')', `, ${opacity})`);
