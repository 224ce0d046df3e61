import type { Journal } from '../src/engine/journal.ts';
import type { BarSeries } from '../src/model/bar-series.ts';
import { plainInstrument } from '../src/model/instrument.ts';
import { runArm } from '../src/run/arm-runner.ts';
import { nodeHost } from '../src/run/host.ts';
import type { LoadedStrategy } from '../src/run/load-strategy.ts';
import { runSettingsSchema } from '../src/run/run-settings.ts';
import type { Strategy } from '../src/strategy/definition.ts';

/** A journal that only counts, so that the loop is measured apart from the store. */
class CountingJournal implements Journal {
  marks = 0;
  accepted = 0;

  append({ kind }: { readonly kind: string }): void {
    if (kind === 'order-accepted') this.accepted++;
  }

  mark(): void {
    this.marks++;
  }
}

/** What a strategy did to the journal: marks taken and orders accepted. */
export interface CountedRun {
  readonly marks: number;
  readonly accepted: number;
}

/** Runs a strategy through the whole engine, with costs, ledger and risk, without the store. */
export async function runCounted(
  loaded: LoadedStrategy,
  series: readonly BarSeries[],
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CountedRun> {
  const journal = new CountingJournal();
  await runArm(
    {
      name: 'bench',
      role: 'subject',
      description: '',
      loaded,
      parameters: loaded.strategy.parameters.parse({}),
      learner: null,
      policy: { kind: 'never' },
    },
    {
      series,
      instruments: series.map(({ symbol }) => plainInstrument(symbol)),
      testFrom: series[0]!.time[0]!,
    },
    runSettingsSchema.parse(settings),
    journal,
    nodeHost(),
  );
  return journal;
}

/** A strategy that has no file. */
export function inMemory(strategy: Strategy): LoadedStrategy {
  const loaded: LoadedStrategy = { strategy, path: '', hash: '', locate: () => null, fresh: () => loaded };
  return loaded;
}
