/** Whether something can name a parameter or a quantity of a person's cell. */
export const isName = (name: unknown): name is string => typeof name === 'string' && /^[A-Za-z]\w*$/.test(name);
