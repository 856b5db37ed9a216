/** Whose letters are shown: PyTorch's documentation; Goodfellow, Bengio & Courville 2016; Olah 2015. */
export const notations = ['pytorch', 'goodfellow', 'colah'] as const;
export type Notation = (typeof notations)[number];
