/** Places in a row, ascending; a few among very many. */
export class SortedPlaces {
  private places: number[];

  constructor(places: number[] = []) {
    this.places = places;
  }

  get length(): number {
    return this.places.length;
  }

  at(index: number): number {
    return this.places[index]!;
  }

  /** How many come before a place. */
  before(place: number): number {
    let [low, high] = [0, this.places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(place: number): boolean {
    return this.places[this.before(place)] === place;
  }

  /** Those from..to. */
  between(from: number, to: number): number[] {
    return this.places.slice(this.before(from), this.before(to));
  }

  /** Puts others in the place of those from..to; what comes after moves by `shift`. */
  replace(from: number, to: number, others: number[], shift: number): void {
    const [start, end] = [this.before(from), this.before(to)];
    const after = this.places.slice(end);
    if (shift !== 0) for (let i = 0; i < after.length; i++) after[i]! += shift;
    this.places = [...this.places.slice(0, start), ...others, ...after];
  }
}
