import * as l10n from '@vscode/l10n';

/** What is said of a text whose lines end in a way that is most likely not meant; undefined of any other. */
export function lineEndsNote(points: Int32Array, path: string): string | undefined {
  if (!points.includes(13) || points.includes(10)) return undefined;
  return l10n.t(
    '{0} ends its lines with carriage returns alone, as old Macs did: they are learned as they are, and nothing shows them as lines. To have lines, in a shell: {1}',
    path,
    "tr '\\r' '\\n' < OLD > NEW",
  );
}
