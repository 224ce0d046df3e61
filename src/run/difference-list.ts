/** A field of a row that is not what the other rows lead to. */
export interface Difference {
  readonly table: string;
  /** Which row of the table, in words. */
  readonly row: string;
  readonly field: string;
  readonly recorded: unknown;
  readonly derived: unknown;
}

/** So much two numbers may differ by as parts of the larger one: other machines round elementary functions otherwise. */
const TOLERANCE = 1e-9;

/** Differences beyond this are counted and not kept. */
const KEPT_MAX = 20;

/** Collects the fields in which records and derivation part, the first ones in full. */
export class DifferenceList {
  readonly kept: Difference[] = [];
  count = 0;

  /** Takes a difference that was found. */
  add(difference: Difference): void {
    this.count++;
    if (this.kept.length < KEPT_MAX) this.kept.push(difference);
  }

  /**
   * Compares a field of a row with what was derived. Numbers are the same within a billionth of the larger one, or of `scale` where
   * they come from sums of larger ones.
   */
  compare(
    { table, row }: Pick<Difference, 'table' | 'row'>,
    field: string,
    { recorded, derived, scale = 0 }: { recorded: unknown; derived: unknown; scale?: number },
  ): void {
    if (!isSame(recorded, derived, scale)) this.add({ table, row, field, recorded, derived });
  }
}

function isSame(recorded: unknown, derived: unknown, scale: number): boolean {
  if (typeof recorded !== 'number' || typeof derived !== 'number') return recorded === derived;
  const larger = Math.max(Math.abs(recorded), Math.abs(derived), scale);
  return recorded === derived || Math.abs(recorded - derived) <= TOLERANCE * larger;
}
