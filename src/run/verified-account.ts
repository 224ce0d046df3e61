import type { RoundTrip } from '../model/fill.ts';
import type { Side } from '../model/order.ts';
import type { ArmRows, LedgerRow } from '../store/arm-rows.ts';
import type { SqlRow } from '../store/connection.ts';
import type { DifferenceList } from './difference-list.ts';
import { type AccountTerms, ReplayedAccount } from './replayed-account.ts';

/** What an account is verified against. */
export interface VerifiedAccountSetting {
  readonly arm: string;
  readonly terms: AccountTerms;
  /** Whether the store has the mark of every slice, so that slices can be counted. */
  readonly hasAllMarks: boolean;
  readonly differences: DifferenceList;
}

/** What came of it. */
export interface VerifiedAccount {
  readonly account: ReplayedAccount;
  /** Rows that moved cash or positions, marks, and closed positions. */
  readonly events: number;
  readonly marks: number;
  readonly trips: number;
  /** Marks whose cash follows from no row, since money of other currencies counts at rates that are not recorded. */
  readonly marksUnpriced: number;
}

/** Derives cash, positions and round trips of an arm from the rows that moved them, and compares every row on the way. */
export function verifyAccount(rows: ArmRows, setting: VerifiedAccountSetting): VerifiedAccount {
  const events = rows.ledgerRows();
  try {
    const replay = new AccountReplay(rows, events, setting);
    rows.eachMark((marks, at) => replay.mark(marks.subarray(at, at + 6)));
    return replay.finish();
  } finally {
    // Marks that cannot be read leave events unread, with which the store could not be closed.
    events.return();
  }
}

class AccountReplay {
  readonly #setting: VerifiedAccountSetting;
  readonly #account: ReplayedAccount;
  readonly #events: Iterator<LedgerRow>;
  #next: IteratorResult<LedgerRow>;
  readonly #firstOrder: ReturnType<ArmRows['firstOrder']>;
  readonly #trips: SqlRow[];
  #slice = 0;
  #firstSlice: number | null = null;
  #eventCount = 0;
  #tripCount = 0;
  #marksUnpriced = 0;
  readonly #derivedTrips: RoundTrip[] = [];

  constructor(rows: ArmRows, events: Iterator<LedgerRow>, setting: VerifiedAccountSetting) {
    this.#setting = setting;
    this.#account = new ReplayedAccount(setting.terms);
    this.#firstOrder = rows.firstOrder();
    this.#trips = rows.roundTrips();
    this.#events = events;
    this.#next = this.#events.next();
  }

  /** Takes the next mark: first what came before it. */
  mark([sequence, time, cash, equity, gross, net]: Float64Array | number[]): void {
    this.#playUpTo(sequence!);
    if (this.#firstOrder !== null && time === this.#firstOrder.time) this.#firstSlice ??= this.#slice;
    const { arm, terms, differences } = this.#setting;
    const place = { table: 'equity', row: `arm ${arm}, slice ${this.#slice}` };
    const scale = terms.initialCash + gross!;
    const derived = this.#cash(scale);
    if (derived === null) this.#marksUnpriced++;
    else differences.compare(place, 'cash', { recorded: cash, derived, scale });
    differences.compare(place, 'equity', { recorded: equity, derived: cash! + net!, scale });
    if (this.#account.isFlat) differences.compare(place, 'gross', { recorded: gross, derived: 0, scale });
    else if (Math.abs(net!) > gross! * (1 + 1e-9)) {
      differences.add({ ...place, field: 'net', recorded: net, derived: `at most ${gross}` });
    }
    this.#slice++;
  }

  finish(): VerifiedAccount {
    this.#playUpTo(Number.POSITIVE_INFINITY);
    for (const trip of this.#derivedTrips) this.#compareTrip(trip);
    if (this.#tripCount < this.#trips.length) this.#spareTrip();
    return {
      account: this.#account,
      events: this.#eventCount,
      marks: this.#slice,
      trips: this.#tripCount,
      marksUnpriced: this.#marksUnpriced,
    };
  }

  /** Cash in the currency of the account; null where money of another currency counts in it. */
  #cash(scale: number): number | null {
    const [own, ...others] = this.#account.purses;
    return others.some(({ cash }) => Math.abs(cash) > 1e-9 * scale) ? null : own!.cash;
  }

  #playUpTo(sequence: number): void {
    for (; !this.#next.done; this.#next = this.#events.next()) {
      const { table, row } = this.#next.value;
      if ((row['sequence'] as number) > sequence) return;
      this.#eventCount++;
      if ('symbol_index' in row && !this.#account.hasSymbol(row['symbol_index'] as number))
        this.#stray(table, row, 'symbol_index', 'a symbol of the arm');
      else if (table === 'fills') this.#fill(row);
      else if (table === 'market_actions') this.#action(row);
      else if (table === 'cash_adjustments') this.#adjust(row);
      else this.#convert(row);
    }
  }

  #fill(row: SqlRow): void {
    const symbolIndex = row['symbol_index'] as number;
    const realised = this.#account.fill(
      {
        sequence: row['sequence'] as number,
        time: row['time'] as number,
        symbolIndex,
        side: row['side'] as Side,
        quantity: row['quantity'] as number,
        price: row['price'] as number,
        commission: row['commission'] as number,
        exchangeRate: (row['exchange_rate'] as number | null) ?? 1,
      },
      this.#slice,
    );
    this.#derivedTrips.push(...this.#account.takeRoundTrips());
    const worth = (row['quantity'] as number) * Math.abs(row['price'] as number);
    this.#compare('fills', row, 'profit_realised', realised, worth);
    this.#comparePosition('fills', row);
  }

  #action(row: SqlRow): void {
    const symbolIndex = row['symbol_index'] as number;
    const value = row['value'] as number | null;
    const cash = row['cash'] as number;
    if (row['kind'] === 'split') this.#account.split(symbolIndex, value!);
    const { quantity } = this.#account.holding(symbolIndex);
    // What funding moves depends on a price that is not recorded.
    if (row['kind'] !== 'funding' || quantity === 0) {
      this.#compare('market_actions', row, 'cash', row['kind'] === 'dividend' ? quantity * value! : 0, 0);
    }
    const purse = this.#account.purseOf(symbolIndex);
    purse.cash += cash;
    purse.adjustments += cash;
    this.#comparePosition('market_actions', row);
  }

  #adjust(row: SqlRow): void {
    const purse = this.#account.purse(row['currency'] as string | null);
    if (purse) {
      purse.cash += row['amount'] as number;
      purse.adjustments += row['amount'] as number;
    } else this.#stray('cash_adjustments', row, 'currency', this.#currencies);
  }

  #convert(row: SqlRow): void {
    if (row['refusal'] !== null) return;
    const from = this.#account.purse(row['from_currency'] as string);
    const to = this.#account.purse(row['to_currency'] as string);
    if (!from || !to) {
      this.#stray('conversions', row, from ? 'to_currency' : 'from_currency', this.#currencies);
      return;
    }
    from.cash -= row['amount_from'] as number;
    from.converted -= row['amount_from'] as number;
    to.cash += row['amount_to'] as number;
    to.converted += row['amount_to'] as number;
  }

  get #currencies(): string {
    return `one of ${this.#setting.terms.currencies.join(', ')}`;
  }

  /** A row that names what its arm does not have. */
  #stray(table: string, row: SqlRow, field: string, derived: string): void {
    const { arm, differences } = this.#setting;
    const place = { table, row: `arm ${arm}, event ${row['sequence'] as number}` };
    differences.add({ ...place, field, recorded: row[field], derived });
  }

  #comparePosition(table: string, row: SqlRow): void {
    const { quantity, averagePrice } = this.#account.holding(row['symbol_index'] as number);
    const traded = (row['quantity'] as number | undefined) ?? 0;
    this.#compare(table, row, 'position_quantity', quantity, traded);
    this.#compare(table, row, 'position_price', averagePrice, 0);
  }

  #compare(table: string, row: SqlRow, field: string, derived: number | null, scale: number): void {
    const { arm, differences } = this.#setting;
    const place = { table, row: `arm ${arm}, event ${row['sequence'] as number}` };
    differences.compare(place, field, { recorded: row[field], derived, scale });
  }

  #compareTrip(trip: RoundTrip): void {
    const { arm, differences, terms, hasAllMarks } = this.#setting;
    const position = this.#tripCount++;
    const place = { table: 'round_trips', row: `arm ${arm}, position ${position}` };
    const row = this.#trips[position];
    if (row === undefined) {
      differences.add({ ...place, field: 'position', recorded: null, derived: position });
      return;
    }
    const worth = trip.quantity * Math.max(Math.abs(trip.entryPrice), Math.abs(trip.exitPrice));
    const scale = worth * terms.multipliers[trip.symbolIndex]!;
    const { symbolIndex, side, entryTime, exitTime, quantity, entryPrice, exitPrice } = trip;
    const same = { symbol_index: symbolIndex, side, entry_time: entryTime, exit_time: exitTime, quantity };
    const prices = { entry_price: entryPrice, exit_price: exitPrice };
    for (const [field, derived] of Object.entries({ ...same, ...prices })) {
      differences.compare(place, field, { recorded: row[field], derived });
    }
    const money = { commission: trip.commission, profit: trip.profit, currency_profit: trip.currencyProfit };
    for (const [field, derived] of Object.entries(money)) {
      differences.compare(place, field, { recorded: row[field], derived, scale });
    }
    if (!hasAllMarks || this.#firstOrder === null || this.#firstSlice === null) return;
    const offset = this.#firstOrder.index - this.#firstSlice;
    differences.compare(place, 'entry_index', {
      recorded: row['entry_index'],
      derived: trip.entryIndex + offset,
    });
    differences.compare(place, 'exit_index', {
      recorded: row['exit_index'],
      derived: trip.exitIndex + offset,
    });
  }

  #spareTrip(): void {
    const { arm, differences } = this.#setting;
    const row = `arm ${arm}, position ${this.#tripCount}`;
    differences.add({
      table: 'round_trips',
      row,
      field: 'position',
      recorded: this.#tripCount,
      derived: null,
    });
  }
}
