/** Environment variable with the path of the localisation bundle, if any. */
export const l10nVariable = 'UNROLL_L10N';
