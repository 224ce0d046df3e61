import type { EntryBarRule, IntrabarRule } from '../../src/broker/fill-rules.ts';
import type { Bar } from './slices.ts';

/** A position that a plan wants at the close of a bar: a side, and how far its exits lie from that close. */
export interface NaivePlan {
  readonly sign: 1 | -1;
  readonly stopDistance: number;
  readonly targetDistance: number;
}

/** One entry and its exit. */
export interface NaiveTrade {
  readonly entryRow: number;
  readonly exitRow: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly profit: number;
}

/** The rules and costs of a naive run; rates as parts of one. */
export interface NaiveRules {
  readonly entryBar: EntryBarRule;
  readonly intrabar: IntrabarRule;
  readonly slippage: number;
  readonly commission: number;
  readonly quantity: number;
}

interface Open {
  readonly sign: 1 | -1;
  readonly stop: number;
  readonly target: number;
  readonly row: number;
  readonly price: number;
}

interface Exit {
  readonly price: number;
  readonly isStop: boolean;
}

/**
 * Trades of a market entry with a stop and a target, one position after the other, by the words of docs/semantics.md
 * and nothing of the program: a loop over the bars of one symbol that asks at each what happens first.
 */
export function naiveBrackets(
  bars: readonly Bar[],
  plans: readonly (NaivePlan | null)[],
  rules: NaiveRules,
): NaiveTrade[] {
  const trades: NaiveTrade[] = [];
  let wanted: { sign: 1 | -1; stop: number; target: number } | null = null;
  let held: Open | null = null;
  for (const [row, bar] of bars.entries()) {
    const isEntry = wanted !== null;
    if (wanted !== null) held = { ...wanted, row, price: bar.open * (1 + wanted.sign * rules.slippage) };
    wanted = null;
    if (held !== null && !(isEntry && rules.entryBar === 'next')) {
      const exit = exitOf(held, bar, rules.intrabar);
      if (exit !== null) {
        trades.push(tradeOf(held, exit, row, rules));
        held = null;
      }
    }
    const plan = plans[row];
    if (held === null && plan) {
      const { sign, stopDistance, targetDistance } = plan;
      wanted = { sign, stop: bar.close - sign * stopDistance, target: bar.close + sign * targetDistance };
    }
  }
  return trades;
}

/** The open decides first; then, by the rule, the stop before the target or whichever the path meets. */
function exitOf({ sign, stop, target }: Open, bar: Bar, rule: IntrabarRule): Exit | null {
  const isLong = sign === 1;
  if (isLong ? bar.open <= stop : bar.open >= stop) return { price: bar.open, isStop: true };
  if (isLong ? bar.open >= target : bar.open <= target) return { price: bar.open, isStop: false };
  const meetsStop = isLong ? bar.low <= stop : bar.high >= stop;
  const meetsTarget = isLong ? bar.high >= target : bar.low <= target;
  if (!meetsStop && !meetsTarget) return null;
  const isStop = meetsStop && (!meetsTarget || isStopFirst(isLong, bar, rule));
  return { price: isStop ? stop : target, isStop };
}

/** Of a bar that meets both: the stop of a long lies towards the low, that of a short towards the high. */
function isStopFirst(isLong: boolean, { open, high, low }: Bar, rule: IntrabarRule): boolean {
  if (rule === 'stop-first') return true;
  if (rule === 'limit-first') return false;
  const isHighFirst =
    rule === 'open-high-low-close' || (rule === 'nearest-extreme-first' && high - open <= open - low);
  return isLong ? !isHighFirst : isHighFirst;
}

function tradeOf(held: Open, exit: Exit, exitRow: number, rules: NaiveRules): NaiveTrade {
  const { sign, price: entryPrice, row: entryRow } = held;
  // A limit has no slippage.
  const exitPrice = exit.isStop ? exit.price * (1 - sign * rules.slippage) : exit.price;
  const gross = sign * rules.quantity * (exitPrice - entryPrice);
  const profit = gross - rules.commission * rules.quantity * (entryPrice + exitPrice);
  return { entryRow, exitRow, entryPrice, exitPrice, profit };
}
