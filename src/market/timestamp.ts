import type { ErrorCode } from '../model/error-codes.ts';
import type { EpochMs } from '../model/time.ts';
import { DAY_MS, dayOf, daysInMonth } from './civil-date.ts';
import { LocalClock } from './local-clock.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const SPACE = 0x20;
const LOWER_T = 0x74;
const LOWER_Z = 0x7a;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** 1900-01-01 and 2100-01-01 in epoch seconds: an integer time outside has been read in the wrong unit. */
const EPOCH_SECONDS_MIN = -2_208_988_800;
const EPOCH_SECONDS_MAX = 4_102_444_800;

/** Below this an integer may as well be a year, a day number or a date without hyphens. */
const EPOCH_AMBIGUOUS_BELOW = 100_000_000;

/** More digits than a 64-bit integer has. */
const EPOCH_DIGITS_MAX = 19;

const OFFSET_MINUTES_MAX = 14 * 60;

/** The decimal digits that an epoch unit has below one second: seconds, milli-, micro- and nanoseconds. */
const SUBSECOND_DIGITS = [0, 3, 6, 9] as const;
const UNITS_PER_SECOND = [1, 1e3, 1e6, 1e9] as const;

/** The codes that a time which cannot be read is refused with. */
export type TimestampFault = Extract<ErrorCode, 'E_DATA_DATE' | 'E_DATA_TZ' | 'E_DATA_CLOCK' | 'E_DATA_UNIT'>;

/**
 * Reads the times of one data file. Three forms are known: a calendar date `YYYY-MM-DD`, which is midnight UTC; an
 * ISO 8601 instant with `Z` or an offset; an integer since 1970-01-01T00:00Z in seconds, milli-, micro- or
 * nanoseconds. The unit of integers is that of the first one, by its magnitude, for the whole file. What is finer
 * than a millisecond is cut off towards the past. The time zone of the machine plays no part. Where a zone is given, a fourth form is
 * known: a date with a time of day and without an offset, as clocks of that zone show it, see `LocalClock`.
 */
export class TimestampParser {
  /** Why the last `parse` gave NaN. */
  fault: TimestampFault = 'E_DATA_DATE';
  /** The zone by which times were read that have none of their own; null where there was no such time. */
  localZone: string | null = null;
  readonly #zone: string | undefined;
  readonly #clock: LocalClock | null;
  #unit = -1;
  #isLocal = false;
  /** The date read last, as its digits say, and its midnight: neighbouring bars often share it. */
  #date = -1;
  #midnight = Number.NaN;

  /** `zone` is that of times of day without an offset, which are refused if it is not given. Throws E_PARAMETER_INVALID for what is no zone. */
  constructor(zone?: string) {
    this.#zone = zone;
    this.#clock = zone === undefined ? null : new LocalClock(zone);
  }

  /** The instant that `bytes[start, end)` names; NaN where it names none, and then `fault` tells why. */
  parse(bytes: Buffer, start: number, end: number): EpochMs {
    const hasHyphen = end - start >= 10 && bytes[start + 4] === MINUS;
    if (!hasHyphen && isInteger(bytes, start, end)) return this.#epoch(bytes, start, end);
    this.fault = 'E_DATA_DATE';
    if (!hasHyphen) return Number.NaN;
    const midnight = this.#midnightOf(bytes, start);
    if (end - start === 10) return midnight;
    this.#isLocal = false;
    const time = midnight + this.#timeOfDay(bytes, start + 10, end);
    return this.#isLocal && !Number.isNaN(time) ? this.#localInstant(time) : time;
  }

  /** The midnight UTC of the date `YYYY-MM-DD` at `start`; NaN where the calendar has no such day. */
  #midnightOf(bytes: Buffer, start: number): EpochMs {
    const century = parsePair(bytes, start, start + 2);
    const year = parsePair(bytes, start + 2, start + 4);
    const month = parsePair(bytes, start + 5, start + 7);
    const day = parsePair(bytes, start + 8, start + 10);
    if (century < 0 || year < 0 || month < 1 || day < 1 || bytes[start + 7] !== MINUS) return Number.NaN;
    const date = ((century * 100 + year) * 100 + month) * 100 + day;
    if (date !== this.#date) {
      this.#date = date;
      this.#midnight = midnightOf(century * 100 + year, month, day);
    }
    return this.#midnight;
  }

  #localInstant(time: number): EpochMs {
    this.localZone = this.#zone!;
    this.fault = 'E_DATA_CLOCK';
    return this.#clock!.instantOf(time);
  }

  #epoch(bytes: Buffer, start: number, end: number): EpochMs {
    this.fault = 'E_DATA_UNIT';
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    if (end - first > EPOCH_DIGITS_MAX) return Number.NaN;
    const magnitude = parseDigits(bytes, first, end);
    const value = negative ? -magnitude : magnitude;
    if (this.#unit < 0) this.#unit = unitOf(value);
    if (this.#unit < 0 || !isWithinUnit(value, this.#unit)) return Number.NaN;
    const surplus = SUBSECOND_DIGITS[this.#unit] - 3;
    if (surplus <= 0) return this.#unit === 0 ? value * 1000 : value;
    const cut = Math.max(first, end - surplus);
    const whole = parseDigits(bytes, first, cut);
    if (!negative) return whole;
    return parseDigits(bytes, cut, end) === 0 ? -whole : -whole - 1;
  }

  /** Milliseconds from midnight UTC of the written date, for `THH:MM[:SS[.fraction]]` and a zone. */
  #timeOfDay(bytes: Buffer, start: number, end: number): number {
    const separator = bytes[start];
    if (separator !== SPACE && (separator | 0x20) !== LOWER_T) return Number.NaN;
    const hour = parsePair(bytes, start + 1, end);
    const minute = bytes[start + 3] === COLON ? parsePair(bytes, start + 4, end) : -1;
    if (hour < 0 || hour >= 24 || minute < 0 || minute >= 60) return Number.NaN;
    let position = start + 6;
    let time = hour * HOUR_MS + minute * MINUTE_MS;
    if (position < end && bytes[position] === COLON) {
      const second = parsePair(bytes, position + 1, end);
      if (second < 0 || second >= 60) return Number.NaN;
      time += second * 1000;
      position += 3;
      if (position < end && bytes[position] === POINT) {
        const fractionEnd = digitsEnd(bytes, position + 1, end);
        if (fractionEnd === position + 1) return Number.NaN;
        time += parseMilliseconds(bytes, position + 1, fractionEnd);
        position = fractionEnd;
      }
    }
    if (position === end) {
      this.#isLocal = this.#clock !== null;
      if (this.#isLocal) return time;
      this.fault = 'E_DATA_TZ';
      return Number.NaN;
    }
    return time - parseOffset(bytes, position, end) * MINUTE_MS;
  }
}

function isInteger(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] === MINUS ? start + 1 : start;
  return first < end && digitsEnd(bytes, first, end) === end;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let position = start;
  while (position < end && bytes[position] >= ZERO && bytes[position] <= ZERO + 9) position++;
  return position;
}

/** The value of digits that are known to be digits. */
function parseDigits(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let position = start; position < end; position++) value = value * 10 + (bytes[position] - ZERO);
  return value;
}

/** The first unit, from seconds on, that puts the integer between 1900 and 2100; -1 where none does. */
function unitOf(value: number): number {
  if (Math.abs(value) < EPOCH_AMBIGUOUS_BELOW) return -1;
  return UNITS_PER_SECOND.findIndex((_, unit) => isWithinUnit(value, unit));
}

function isWithinUnit(value: number, unit: number): boolean {
  const perSecond = UNITS_PER_SECOND[unit];
  return value >= EPOCH_SECONDS_MIN * perSecond && value < EPOCH_SECONDS_MAX * perSecond;
}

/** Two digits, or −1. */
function parsePair(bytes: Buffer, start: number, end: number): number {
  if (start + 2 > end) return -1;
  const tens = bytes[start] - ZERO;
  const ones = bytes[start + 1] - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** The first three digits of a fraction of a second. */
function parseMilliseconds(bytes: Buffer, start: number, end: number): number {
  const digits = Math.min(3, end - start);
  return parseDigits(bytes, start, start + digits) * (digits === 1 ? 100 : digits === 2 ? 10 : 1);
}

/** `Z`, `+HH`, `+HHMM` or `+HH:MM` as signed minutes east of Greenwich, or NaN. */
function parseOffset(bytes: Buffer, start: number, end: number): number {
  if ((bytes[start] | 0x20) === LOWER_Z) return end === start + 1 ? 0 : Number.NaN;
  const sign = bytes[start] === MINUS ? -1 : bytes[start] === PLUS ? 1 : Number.NaN;
  const hours = parsePair(bytes, start + 1, end);
  const minutesAt = bytes[start + 3] === COLON ? start + 4 : start + 3;
  const minutes = end === start + 3 ? 0 : end === minutesAt + 2 ? parsePair(bytes, minutesAt, end) : -1;
  const isClock = hours >= 0 && minutes >= 0 && minutes < 60;
  return isClock && hours * 60 + minutes <= OFFSET_MINUTES_MAX ? sign * (hours * 60 + minutes) : Number.NaN;
}

/** Midnight UTC of a date; NaN where the calendar has no such day. */
function midnightOf(year: number, month: number, day: number): EpochMs {
  if (month > 12 || day > daysInMonth(year, month)) return Number.NaN;
  return dayOf(year, month, day) * DAY_MS;
}
