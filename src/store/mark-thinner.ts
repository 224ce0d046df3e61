import type { EquityColumns } from '../model/run-record.ts';

/** Up to so many marks an arm is read whole. */
export const MARKS_WHOLE_MAX = 100_000;

/** Beyond it, the marks are cut into this many stretches of which the extremes stay. */
const STRETCHES = 10_000;

const COLUMNS = ['time', 'cash', 'equity', 'gross', 'net'] as const;
const TIME = 1;
const EQUITY = 3;

/**
 * Keeps the marks that a report shows: all of them up to 100,000; of more the first, the last of each UTC day, those at
 * given times, and the lowest and the highest equity of each of 10,000 stretches of equal length. So memory does not
 * grow with the bars, and no peak and no trough gets lost.
 */
export class MarkThinner {
  readonly #times: ReadonlySet<number>;
  /** Marks of a stretch; one where every mark stays. */
  readonly #length: number;
  #columns: Float64Array;
  #count = 0;
  /** Marks of the present stretch that came. */
  #came = 0;
  /** Marks of the present stretch that stay in any case, by their places in it. */
  readonly #fixed: { readonly place: number; readonly mark: Float64Array }[] = [];
  readonly #lowest = new Float64Array(COLUMNS.length);
  readonly #highest = new Float64Array(COLUMNS.length);
  #lowestPlace = 0;
  #highestPlace = 0;

  /** `total` marks will come; those at `times` stay in any case. */
  constructor(total: number, times: ReadonlySet<number>) {
    this.#times = times;
    this.#length = total <= MARKS_WHOLE_MAX ? 1 : Math.ceil(total / STRETCHES);
    this.#columns = new Float64Array(Math.min(total, MARKS_WHOLE_MAX) * COLUMNS.length);
  }

  /** Takes a mark; see `MarkReader.each`. */
  take(marks: Float64Array, at: number, endsDay: boolean): void {
    if (this.#length === 1) {
      this.#keep(marks, at + TIME);
      return;
    }
    const place = this.#came++;
    const equity = marks[at + EQUITY]!;
    if (place === 0 || equity < this.#lowest[EQUITY - TIME]!) {
      copyMark(this.#lowest, marks, at);
      this.#lowestPlace = place;
    }
    if (place === 0 || equity > this.#highest[EQUITY - TIME]!) {
      copyMark(this.#highest, marks, at);
      this.#highestPlace = place;
    }
    const isFirst = this.#count === 0 && place === 0;
    if (endsDay || isFirst || (this.#times.size > 0 && this.#times.has(marks[at + TIME]!)))
      this.#fixed.push({ place, mark: marks.slice(at + TIME, at + TIME + COLUMNS.length) });
    if (this.#came === this.#length) this.#endStretch();
  }

  /** The marks that stay, after the last one was taken. */
  finish(): EquityColumns {
    if (this.#came > 0) this.#endStretch();
    const [time, cash, equity, gross, net] = COLUMNS.map((_, k) => {
      const column = new Float64Array(this.#count);
      for (let i = 0; i < column.length; i++) column[i] = this.#columns[i * COLUMNS.length + k]!;
      return column;
    });
    return { time: time!, cash: cash!, equity: equity!, gross: gross!, net: net! };
  }

  #endStretch(): void {
    this.#fixed.push(
      { place: this.#lowestPlace, mark: this.#lowest },
      { place: this.#highestPlace, mark: this.#highest },
    );
    this.#fixed.sort((a, b) => a.place - b.place);
    let last = -1;
    for (const { place, mark } of this.#fixed) {
      if (place > last) this.#keep(mark, 0);
      last = place;
    }
    this.#fixed.length = 0;
    this.#came = 0;
  }

  #keep(marks: Float64Array, from: number): void {
    const to = this.#count * COLUMNS.length;
    if (to === this.#columns.length) {
      const grown = new Float64Array(Math.max(1024 * COLUMNS.length, this.#columns.length * 2));
      grown.set(this.#columns);
      this.#columns = grown;
    }
    for (let k = 0; k < COLUMNS.length; k++) this.#columns[to + k] = marks[from + k]!;
    this.#count++;
  }
}

function copyMark(target: Float64Array, marks: Float64Array, at: number): void {
  for (let k = 0; k < COLUMNS.length; k++) target[k] = marks[at + TIME + k]!;
}
