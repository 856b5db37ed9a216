/**
 * Moves places apart until each two neighbours are `gap` or more apart, as little as possible, and keeps all of them
 * between `least` and `greatest` where there is room.
 * @returns the new places, in the order given
 */
export function spread(places: number[], gap: number, least: number, greatest: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
  const groups: { members: number; centre: number }[] = [];
  for (const index of order) {
    groups.push({ members: 1, centre: places[index]! });
    while (groups.length > 1 && overlap(groups.at(-2)!, groups.at(-1)!, gap)) groups.splice(-2, 2, merged(groups));
  }
  const moved: number[] = groups.flatMap(({ members, centre }) =>
    Array.from({ length: members }, (_, at) => centre + (at - (members - 1) / 2) * gap),
  );
  keepInside(moved, gap, least, greatest);
  const result = [...places];
  order.forEach((index, rank) => (result[index] = moved[rank]!));
  return result;
}

interface Group {
  members: number;
  centre: number;
}

const halfHeight = ({ members }: Group, gap: number): number => (members * gap) / 2;

const overlap = (upper: Group, lower: Group, gap: number): boolean =>
  upper.centre + halfHeight(upper, gap) > lower.centre - halfHeight(lower, gap);

function merged(groups: Group[]): Group {
  const [upper, lower] = [groups.at(-2)!, groups.at(-1)!];
  const members = upper.members + lower.members;
  return { members, centre: (upper.centre * upper.members + lower.centre * lower.members) / members };
}

function keepInside(moved: number[], gap: number, least: number, greatest: number): void {
  let limit = greatest;
  for (let index = moved.length - 1; index >= 0; index--, limit -= gap) moved[index] = Math.min(moved[index]!, limit);
  limit = least;
  for (let index = 0; index < moved.length; index++, limit += gap) moved[index] = Math.max(moved[index]!, limit);
}
