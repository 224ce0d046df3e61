/** Whether the exits of an entry that filled at the open may fill on that same bar. */
export type EntryBarRule = 'live' | 'next';

/** At which price of which bar market orders fill. */
export type FillRule = 'next-open' | 'same-close' | 'next-close';

/** What is assumed of the unknown way of the price between the open and the close of a bar. */
export type IntrabarRule =
  | 'stop-first'
  | 'limit-first'
  | 'open-high-low-close'
  | 'open-low-high-close'
  | 'nearest-extreme-first';

/** Whether a limit fills at a price that is just touched, or only where the price goes beyond. */
export type LimitRule = 'touch' | 'penetrate';

/** How orders are matched with bars; docs/semantics.md has the meaning of each rule. */
export interface FillRules {
  readonly entryBar: EntryBarRule;
  readonly fill: FillRule;
  readonly intrabar: IntrabarRule;
  readonly limitFill: LimitRule;
  /** The part of a bar's volume that all fills in it together can take, up to 1; `none` where volume is no limit. */
  readonly participation: number | 'none';
}

/** The rules of a run that asks for none. */
export const DEFAULT_FILL_RULES: FillRules = {
  entryBar: 'live',
  fill: 'next-open',
  intrabar: 'stop-first',
  limitFill: 'touch',
  participation: 0.1,
};

/** Whether the path of a bar goes to its high before its low; asked under the rules that assume a path. */
export function goesHighFirst(rule: IntrabarRule, open: number, high: number, low: number): boolean {
  if (rule === 'nearest-extreme-first') return high - open <= open - low;
  return rule === 'open-high-low-close';
}
