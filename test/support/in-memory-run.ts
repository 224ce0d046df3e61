import type { PlayableBars } from '../../src/market/bar-windows.ts';
import { runArm } from '../../src/run/arm-runner.ts';
import { nodeHost } from '../../src/run/host.ts';
import type { LoadedStrategy } from '../../src/run/load-strategy.ts';
import { runSettingsSchema } from '../../src/run/run-settings.ts';
import type { Strategy } from '../../src/strategy/definition.ts';
import { MemoryJournal } from './memory-journal.ts';
import { plainInstruments } from './plain-instruments.ts';

/** A strategy that has no file. */
export function withoutFile(strategy: Strategy): LoadedStrategy {
  const loaded: LoadedStrategy = { strategy, path: '', hash: '', locate: () => null, fresh: () => loaded };
  return loaded;
}

/** Runs a strategy over bars as a backtest does, into memory; `settings` and `parameters` as a user gives them. */
export async function journalOf(
  strategy: Strategy,
  series: readonly PlayableBars[],
  settings: Readonly<Record<string, unknown>> = {},
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  await runArm(
    {
      name: strategy.name,
      role: 'subject',
      description: '',
      loaded: withoutFile(strategy),
      parameters: strategy.parameters.parse(parameters),
      policy: { kind: 'at-change' },
      learner: null,
    },
    { series, instruments: plainInstruments(series), testFrom: Number.NEGATIVE_INFINITY },
    runSettingsSchema.parse(settings),
    journal,
    nodeHost(),
  );
  return journal;
}
