import type { ErrorCode } from '../model/error-codes.ts';
import { fieldLabel } from './bar-fields.ts';
import type { TimestampFault } from './timestamp.ts';

/** The rule that a row breaks and the field that shows it: an error that does not know its place in the file yet. */
export interface BarFault {
  readonly code: ErrorCode;
  readonly field: string;
  readonly rule: string;
  readonly repair: string;
}

/** The most bars that one file may hold; beyond it memory, not the format, is the limit. */
export const BARS_PER_FILE_MAX = 50_000_000;

const REPAIR_BAR = 'Correct the bar or leave it out';

/** What can be wrong with a bar whose cells are all numbers. */
export const BAR_FAULTS = {
  high: {
    code: 'E_DATA_OHLC',
    field: 'high',
    rule: 'the high of a bar is at least its open, low and close',
    repair: REPAIR_BAR,
  },
  low: {
    code: 'E_DATA_OHLC',
    field: 'low',
    rule: 'the low of a bar is at most its open, high and close',
    repair: REPAIR_BAR,
  },
  volume: {
    code: 'E_DATA_OHLC',
    field: 'volume',
    rule: 'the volume of a bar is not negative',
    repair: REPAIR_BAR,
  },
  crossed: {
    code: 'E_DATA_QUOTE',
    field: 'ask',
    rule: 'a bid is at most the ask of its time',
    repair: 'Leave crossed quotes out, or swap the columns if they are mixed up',
  },
  size: {
    code: 'E_DATA_QUOTE',
    field: 'size',
    rule: 'a size is above zero',
    repair: 'Leave out quotes and trades of nothing',
  },
  order: {
    code: 'E_DATA_ORDER',
    field: 'time',
    rule: 'each row is later than the one before it, or of the same time where it is a quote or a trade',
    repair: 'Sort the file by time, oldest row first',
  },
  duplicate: {
    code: 'E_DATA_DUP',
    field: 'time',
    rule: 'one time has one bar, and this one differs from the bar before it',
    repair: 'Keep the right one of the two',
  },
  count: {
    code: 'E_DATA_LIMIT',
    field: 'time',
    rule: `a file holds at most ${BARS_PER_FILE_MAX} bars`,
    repair: 'Split the file by period',
  },
} as const satisfies Readonly<Record<string, BarFault>>;

/** What can be wrong with the time of a row. */
export const TIME_FAULTS: Readonly<Record<TimestampFault, BarFault>> = {
  E_DATA_DATE: {
    code: 'E_DATA_DATE',
    field: 'time',
    rule: 'a time is a date of the calendar, an instant with a zone, or an integer since 1970',
    repair: 'Write dates as 2024-01-31 and instants as 2024-01-31T09:30:00Z',
  },
  E_DATA_TZ: {
    code: 'E_DATA_TZ',
    field: 'time',
    rule: 'a time of day names its zone',
    repair:
      'Append Z for UTC or an offset such as -05:00, or name the zone of the clocks: timeZone in the manifest, or --time-zone',
  },
  E_DATA_CLOCK: {
    code: 'E_DATA_CLOCK',
    field: 'time',
    rule: 'a local time is one that the clocks of its zone showed, and they were set forward over this one',
    repair: 'Check the time zone, or write the time with its offset',
  },
  E_DATA_UNIT: {
    code: 'E_DATA_UNIT',
    field: 'time',
    rule: 'integer times count seconds, milli-, micro- or nanoseconds from 1970, in one unit, and lie in 1900 to 2100',
    repair: 'Convert the column to one unit, or write dates as 2024-01-31',
  },
};

/** A cell that is no plain decimal number, by its field and by what the row is. */
export function numberFault(field: string, noun: string): BarFault {
  return {
    code: 'E_DATA_NUM',
    field,
    rule: `the ${fieldLabel(field)} of a ${noun} is a plain decimal number`,
    repair: 'Write digits with a decimal point and no separators, as in 1234.5, or leave the row out',
  };
}

/** A price that is zero or negative in a file that may not have such prices. */
export function priceFault(field: string): BarFault {
  return {
    code: 'E_DATA_OHLC',
    field,
    rule: 'a price is above zero',
    repair: 'Correct the bar, or let the manifest say that the instrument allowsNegativePrices',
  };
}
