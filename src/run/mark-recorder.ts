import type { Journal } from '../engine/journal.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { EquityColumns } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';

/** The fills and refusals of an arm that its metrics need. */
export interface RecordedTrading {
  readonly fills: readonly {
    readonly time: EpochMs;
    readonly quantity: number;
    readonly price: number;
    readonly referencePrice: number;
    readonly commission: number;
    readonly ambiguous: boolean;
    readonly oppositeProfitDifference: number | null;
  }[];
  readonly ordersRefused: number;
}

/** A journal that passes everything on, and keeps what the metrics and the controls of a comparison need. */
export class MarkRecorder implements Journal {
  readonly #next: Journal;
  readonly #columns: Record<keyof EquityColumns, Float64Array>;
  readonly #fills: RecordedTrading['fills'][number][] = [];
  #marks = 0;
  #ordersRefused = 0;

  /** `marksMax` is the number of slices that can come. */
  constructor(next: Journal, marksMax: number) {
    this.#next = next;
    const column = () => new Float64Array(marksMax);
    this.#columns = { time: column(), cash: column(), equity: column(), gross: column(), net: column() };
  }

  append(event: EngineEvent): void {
    if (event.kind === 'order-filled') this.#fills.push({ time: event.time, ...event.fill });
    if (event.kind === 'order-refused') this.#ordersRefused++;
    this.#next.append(event);
  }

  mark(account: AccountMark): void {
    const at = this.#marks++;
    const { time, cash, equity, gross, net } = this.#columns;
    time[at] = account.time;
    cash[at] = account.cash;
    equity[at] = account.equity;
    gross[at] = account.gross;
    net[at] = account.net;
    this.#next.mark(account);
  }

  /** The marks so far, one entry a slice. */
  get equity(): EquityColumns {
    const { time, cash, equity, gross, net } = this.#columns;
    const end = this.#marks;
    return {
      time: time.subarray(0, end),
      cash: cash.subarray(0, end),
      equity: equity.subarray(0, end),
      gross: gross.subarray(0, end),
      net: net.subarray(0, end),
    };
  }

  get trading(): RecordedTrading {
    return { fills: this.#fills, ordersRefused: this.#ordersRefused };
  }
}
