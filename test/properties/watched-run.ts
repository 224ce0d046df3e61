import type { Ledger } from '../../src/ledger/ledger.ts';
import { randomFrom } from '../../src/math/random.ts';
import type { EngineEvent } from '../../src/model/event.ts';
import type { Strategy } from '../../src/strategy/definition.ts';
import { StrategyHost } from '../../src/strategy/strategy-host.ts';
import { type Assembly, type AssemblySettings, assemble } from '../support/assembly.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { type SliceRow, slicesOf } from '../support/slices.ts';

/** Looks at the account right after each event. */
export type Watcher = (event: EngineEvent, ledger: Ledger) => void;

class WatchedJournal extends MemoryJournal {
  watch: (event: EngineEvent) => void = () => {};

  override append(event: EngineEvent): void {
    super.append(event);
    this.watch(event);
  }
}

/** Runs a strategy over the rows and lets a watcher see the account after every event. */
export function watchedRun(
  strategy: Strategy,
  rows: readonly SliceRow[],
  settings: AssemblySettings,
  watcher: Watcher,
): Assembly {
  const symbols = Array.from(rows[0]!, (_, index) => `S${index}`);
  const journal = new WatchedJournal();
  const strategistOf = (ledger: Ledger, exchange: Assembly['exchange']): StrategyHost => {
    journal.watch = (event) => watcher(event, ledger);
    return new StrategyHost({
      strategy,
      parameters: strategy.parameters.parse({}),
      symbols,
      random: randomFrom(1),
      account: ledger,
      openOrders: (symbolIndex) => exchange.openOrders(symbolIndex),
      learner: null,
    });
  };
  const assembly = assemble(symbols.length, settings, strategistOf, journal);
  for (const slice of slicesOf(rows, symbols)) assembly.engine.handle(slice);
  assembly.engine.finish();
  return assembly;
}
