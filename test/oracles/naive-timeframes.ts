/** One bar with the time that it covers. */
export interface NaiveBar {
  readonly begin: number;
  readonly end: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A session, by its hours. */
export interface NaiveSession {
  readonly date: number;
  readonly open: number;
  readonly close: number;
}

/** Joins bars into one that covers `begin` to `end`. */
function joined(bars: readonly NaiveBar[], begin: number, end: number): NaiveBar {
  return {
    begin,
    end,
    open: bars[0]!.open,
    high: Math.max(...bars.map(({ high }) => high)),
    low: Math.min(...bars.map(({ low }) => low)),
    close: bars.at(-1)!.close,
    volume: bars.reduce((sum, { volume }) => sum + volume, 0),
  };
}

/** The bars of so many milliseconds within each session, cut at its close: for each stretch, what begins in it. */
export function naiveClockBars(
  bars: readonly NaiveBar[],
  sessions: readonly NaiveSession[],
  lengthMs: number,
): NaiveBar[] {
  return sessions.flatMap(({ open, close }) => {
    const made: NaiveBar[] = [];
    for (let begin = open; begin < close; begin += lengthMs) {
      const end = Math.min(begin + lengthMs, close);
      const own = bars.filter((bar) => bar.begin >= begin && bar.begin < end);
      if (own.length > 0) made.push(joined(own, begin, end));
    }
    return made;
  });
}

/** The bars of groups of sessions, such as single ones, weeks or months: from the date of the first session with a bar to the last close. */
export function naiveSessionBars(
  bars: readonly NaiveBar[],
  sessions: readonly NaiveSession[],
  groupOf: (session: NaiveSession) => number,
): NaiveBar[] {
  const groups = [...new Set(sessions.map(groupOf))];
  return groups.flatMap((group) => {
    const members = sessions.filter((session) => groupOf(session) === group);
    const within = (session: NaiveSession): NaiveBar[] =>
      bars.filter(({ begin }) => begin >= session.open && begin < session.close);
    const own = members.flatMap(within);
    const first = members.find((session) => within(session).length > 0);
    return first ? [joined(own, first.date, members.at(-1)!.close)] : [];
  });
}

/** Bars of as many bars as reach an amount; what does not reach it at the end is none. */
export function naiveAmountBars(
  bars: readonly NaiveBar[],
  amountOf: (bar: NaiveBar) => number,
  amount: number,
): NaiveBar[] {
  const made: NaiveBar[] = [];
  let own: NaiveBar[] = [];
  let sum = 0;
  for (const bar of bars) {
    own.push(bar);
    sum += amountOf(bar);
    if (sum < amount) continue;
    made.push(joined(own, own[0]!.begin, own.at(-1)!.end));
    own = [];
    sum = 0;
  }
  return made;
}
