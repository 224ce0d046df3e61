import type { Journal } from '../engine/journal.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { EpochMs } from '../model/time.ts';

/** One event or mark as text that can be compared. */
export interface JournalLine {
  readonly time: EpochMs;
  /** The kind of event, or `mark`. */
  readonly kind: string;
  /** Null for what belongs to no symbol. */
  readonly symbol: string | null;
  readonly text: string;
}

/**
 * A journal that keeps every event and mark as a line of text, for comparing two runs. Wall times are left out, and
 * so are events that the end of the data alone caused.
 */
export class JournalLines implements Journal {
  readonly lines: JournalLine[] = [];
  readonly #symbols: readonly string[];
  /** The symbol of each order, from its acceptance on. */
  readonly #orderSymbols = new Map<number, number>();

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
  }

  append(event: EngineEvent): void {
    if (event.kind === 'order-accepted') this.#orderSymbols.set(event.order.id, event.order.symbolIndex);
    if ('reason' in event && event.reason === 'end-of-data') return;
    const fact = event.kind === 'adapted' ? { ...event, wallMs: 0 } : event;
    const symbol = this.#symbols[this.#symbolIndexOf(event) ?? -1] ?? null;
    this.lines.push({ time: event.time, kind: event.kind, symbol, text: JSON.stringify(fact) });
  }

  mark({ time, cash, equity, gross, net }: AccountMark): void {
    const text = JSON.stringify({ time, cash, equity, gross, net });
    this.lines.push({ time, kind: 'mark', symbol: null, text });
  }

  #symbolIndexOf(event: EngineEvent): number | undefined {
    if ('order' in event) return event.order.symbolIndex;
    if ('request' in event && typeof event.request === 'object') return event.request.symbolIndex;
    if ('fill' in event) return event.fill.symbolIndex;
    if ('action' in event) return event.action.symbolIndex;
    return 'orderId' in event ? this.#orderSymbols.get(event.orderId) : undefined;
  }
}

/** Two journals part here: what each of them has at the place; null where one has nothing more. */
export interface JournalDifference {
  readonly time: EpochMs;
  readonly kind: string;
  readonly symbol: string | null;
  /** The first field that differs, with dots, such as `order.quantity`; null where only one of the two has the event. */
  readonly field: string | null;
  /** The field in each of the two as JSON; null where it is not there, or there is no such event. */
  readonly fieldExpected: string | null;
  readonly fieldFound: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

/** The first line up to a time in which two journals differ; null where they are equal so far. */
export function firstDifference(
  expected: readonly JournalLine[],
  found: readonly JournalLine[],
  upTo: EpochMs,
): JournalDifference | null {
  for (let i = 0; ; i++) {
    const left = lineUpTo(expected[i], upTo);
    const right = lineUpTo(found[i], upTo);
    if (left === null && right === null) return null;
    if (left?.text !== right?.text) return differenceOf(left, right);
  }
}

function differenceOf(left: JournalLine | null, right: JournalLine | null): JournalDifference {
  const { time, kind, symbol } = telling(left, right);
  const texts = { expected: left?.text ?? null, found: right?.text ?? null };
  const isSameEvent =
    left?.kind === right?.kind && left?.time === right?.time && left?.symbol === right?.symbol;
  const field = isSameEvent ? firstField(JSON.parse(left!.text), JSON.parse(right!.text)) : null;
  return {
    time,
    kind,
    symbol,
    field: field?.name ?? null,
    fieldExpected: field?.left ?? null,
    fieldFound: field?.right ?? null,
    ...texts,
  };
}

interface FieldDifference {
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
}

/** The first leaf in which two values from JSON differ; the sequence number only where nothing else does. */
function firstField(left: unknown, right: unknown, name = ''): FieldDifference | null {
  if (!isObject(left) || !isObject(right)) {
    const [one, other] = [JSON.stringify(left) ?? null, JSON.stringify(right) ?? null];
    return one === other ? null : { name, left: one, right: other };
  }
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  for (const key of keys.sort((a, b) => Number(a === 'sequence') - Number(b === 'sequence'))) {
    const difference = firstField(left[key], right[key], name === '' ? key : `${name}.${key}`);
    if (difference) return difference;
  }
  return null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function lineUpTo(line: JournalLine | undefined, upTo: EpochMs): JournalLine | null {
  return line !== undefined && line.time <= upTo ? line : null;
}

/** The line that tells what happened: the earlier of the two, and an event rather than the mark of the same time. */
function telling(left: JournalLine | null, right: JournalLine | null): JournalLine {
  if (!left || !right) return (left ?? right)!;
  if (left.time !== right.time) return left.time < right.time ? left : right;
  return left.kind === 'mark' ? right : left;
}
