declare const __UNROLL_VERSION__: string | undefined;

/** The version of this package; from its sources it has none. */
export const version = typeof __UNROLL_VERSION__ === 'string' ? __UNROLL_VERSION__ : 'development';
