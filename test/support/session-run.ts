import { z } from 'zod';
import { marketCalendar } from '../../src/market/calendar/market-calendar.ts';
import type { BarSeries } from '../../src/model/bar-series.ts';
import { type Instrument, plainInstrument } from '../../src/model/instrument.ts';
import { type ArmOutcome, runArm } from '../../src/run/arm-runner.ts';
import { nodeHost } from '../../src/run/host.ts';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { runSessions } from '../../src/run/run-sessions.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type TimerDeclaration } from '../../src/strategy/definition.ts';
import { MemoryJournal } from './memory-journal.ts';

const MINUTE_MS = 60_000;

/** What a strategy of a test does at a bar. */
export type OnBar = (context: StrategyContext<unknown, unknown>) => void;

/** How a run with sessions is set up. */
export interface SessionRun {
  readonly facts?: Partial<Instrument>;
  readonly timers?: Readonly<Record<string, TimerDeclaration>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly onBar: OnBar;
}

/** A strategy that has no file. */
function inMemory(timers: SessionRun['timers'], onBar: OnBar): LoadedStrategy {
  const strategy = defineStrategy({
    name: 'scripted',
    description: 'Does what a test says.',
    parameters: z.object({}),
    lookback: () => 1,
    timers: () => timers ?? {},
    onBar,
  });
  const loaded: LoadedStrategy = { strategy, path: '', hash: '', locate: () => null, fresh: () => loaded };
  return loaded;
}

/** Bars at these times, each at a price of its own: it opens at 100 plus its number and closes half a point higher. */
export function numberedBars(times: readonly number[], symbol = 'AAA'): BarSeries {
  const open = Float64Array.from(times, (_, bar) => 100 + bar);
  const close = open.map((price) => price + 0.5);
  const volume = new Float64Array(times.length).fill(1e6);
  return { symbol, time: Float64Array.from(times), open, high: close, low: open, close, volume };
}

/** Times from one instant to another, both in ISO format, each so many minutes after the one before; `to` is left out. */
export function everyMinutes(from: string, to: string, minutes: number): number[] {
  const times: number[] = [];
  for (let time = Date.parse(from); time < Date.parse(to); time += minutes * MINUTE_MS) times.push(time);
  return times;
}

/** Runs a strategy over bars of one calendar as a backtest does, without costs. */
export async function runOnCalendar(
  series: readonly BarSeries[],
  calendarName: string,
  { facts, timers, settings, onBar }: SessionRun,
): Promise<{ readonly journal: MemoryJournal; readonly outcome: ArmOutcome }> {
  const instruments = series.map(({ symbol }) => ({
    ...plainInstrument(symbol),
    calendar: calendarName,
    ...facts,
  }));
  const first = Math.min(...series.map(({ time }) => time[0]!));
  const last = Math.max(...series.map(({ time }) => time.at(-1)!));
  const calendars = new Map([[calendarName, marketCalendar(calendarName, {}, first, last)]]);
  const loaded = inMemory(timers, onBar);
  const journal = new MemoryJournal();
  const outcome = await runArm(
    {
      name: 'scripted',
      role: 'subject',
      description: '',
      loaded,
      parameters: {},
      policy: { kind: 'never' },
      learner: null,
    },
    { series, instruments, sessions: runSessions(series, instruments, calendars), testFrom: first },
    runSettingsSchema.parse({ commissionBps: 0, slippageBps: 0, ...settings }),
    journal,
    nodeHost(),
  );
  return { journal, outcome };
}
