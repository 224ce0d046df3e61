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
  readonly #stretch: Float64Array;
  readonly #kept: Uint8Array;
  readonly #length: number;
  #filled = 0;
  #columns: Float64Array;
  #count = 0;

  /** `total` marks will come; those at `times` stay in any case. */
  constructor(total: number, times: ReadonlySet<number>) {
    this.#times = times;
    this.#length = total <= MARKS_WHOLE_MAX ? 1 : Math.ceil(total / STRETCHES);
    this.#stretch = new Float64Array(this.#length * COLUMNS.length);
    this.#kept = new Uint8Array(this.#length);
    this.#columns = new Float64Array(Math.min(total, MARKS_WHOLE_MAX) * COLUMNS.length);
  }

  /** Takes a mark; see `MarkReader.each`. */
  take(marks: Float64Array, at: number, endsDay: boolean): void {
    const to = this.#filled * COLUMNS.length;
    for (let k = 0; k < COLUMNS.length; k++) this.#stretch[to + k] = marks[at + TIME + k]!;
    const isFirst = this.#count === 0 && this.#filled === 0;
    this.#kept[this.#filled++] = isFirst || endsDay || this.#times.has(marks[at + TIME]!) ? 1 : 0;
    if (this.#filled === this.#length) this.#endStretch();
  }

  /** The marks that stay, after the last one was taken. */
  finish(): EquityColumns {
    this.#endStretch();
    const [time, cash, equity, gross, net] = COLUMNS.map((_, k) => {
      const column = new Float64Array(this.#count);
      for (let i = 0; i < column.length; i++) column[i] = this.#columns[i * COLUMNS.length + k]!;
      return column;
    });
    return { time: time!, cash: cash!, equity: equity!, gross: gross!, net: net! };
  }

  #endStretch(): void {
    if (this.#filled === 0) return;
    const equityAt = (mark: number): number => this.#stretch[mark * COLUMNS.length + EQUITY - TIME]!;
    let lowest = 0;
    let highest = 0;
    for (let mark = 1; mark < this.#filled; mark++) {
      if (equityAt(mark) < equityAt(lowest)) lowest = mark;
      if (equityAt(mark) > equityAt(highest)) highest = mark;
    }
    this.#kept[lowest] = 1;
    this.#kept[highest] = 1;
    for (let mark = 0; mark < this.#filled; mark++) if (this.#kept[mark] === 1) this.#keep(mark);
    this.#filled = 0;
  }

  #keep(mark: number): void {
    const to = this.#count * COLUMNS.length;
    if (to === this.#columns.length) {
      const grown = new Float64Array(Math.max(1024 * COLUMNS.length, this.#columns.length * 2));
      grown.set(this.#columns);
      this.#columns = grown;
    }
    const from = mark * COLUMNS.length;
    for (let k = 0; k < COLUMNS.length; k++) this.#columns[to + k] = this.#stretch[from + k]!;
    this.#count++;
  }
}
