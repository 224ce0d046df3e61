import type { Journal } from '../engine/journal.ts';
import type { AccountMark } from '../model/account.ts';
import type { EngineEvent } from '../model/event.ts';
import type { EpochMs } from '../model/time.ts';

/** One event or mark as text that can be compared. */
export interface JournalLine {
  readonly time: EpochMs;
  /** The kind of event, or `mark`. */
  readonly kind: string;
  readonly text: string;
}

/**
 * A journal that keeps every event and mark as a line of text, for comparing two runs. Wall times are left out, and
 * so are events that the end of the data alone caused.
 */
export class JournalLines implements Journal {
  readonly lines: JournalLine[] = [];

  append(event: EngineEvent): void {
    if ('reason' in event && event.reason === 'end-of-data') return;
    const fact = event.kind === 'adapted' ? { ...event, wallMs: 0 } : event;
    this.lines.push({ time: event.time, kind: event.kind, text: JSON.stringify(fact) });
  }

  mark({ time, cash, equity, gross, net }: AccountMark): void {
    this.lines.push({ time, kind: 'mark', text: JSON.stringify({ time, cash, equity, gross, net }) });
  }
}

/** Two journals part here: what each of them has at the place; null where one has nothing more. */
export interface JournalDifference {
  readonly time: EpochMs;
  readonly kind: string;
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
    if (left?.text === right?.text) continue;
    const { time, kind } = telling(left, right);
    return { time, kind, expected: left?.text ?? null, found: right?.text ?? null };
  }
}

function lineUpTo(line: JournalLine | undefined, upTo: EpochMs): JournalLine | null {
  return line !== undefined && line.time <= upTo ? line : null;
}

/** The line that tells what happened: the earlier of the two, and an event rather than the mark of the same time. */
function telling(left: JournalLine | null, right: JournalLine | null): JournalLine {
  if (!left || !right) return (left ?? right)!;
  if (left.time !== right.time) return left.time < right.time ? left : right;
  return left.kind === 'mark' ? right : left;
}
