import { z } from 'zod';
import type { StrategyContext } from '../../src/strategy/context.ts';
import { defineStrategy, type Strategy } from '../../src/strategy/definition.ts';
import { LearnerHost } from '../../src/strategy/learner-host.ts';
import type { AdaptationPolicy, LearnerSlot } from '../../src/strategy/learner-slot.ts';
import type { CollectedTask } from '../../src/strategy/sample-memory.ts';
import { type Assembly, runStrategy } from './assembly.ts';
import { learnerSlot, MeanLearner } from './learning-parts.ts';
import { bar, type SliceRow } from './slices.ts';

/** Days that rise or fall by about 2 percent: `legs` gives their numbers, rising first. The first day has no return. */
export function trends(...legs: number[]): SliceRow[] {
  const rows: SliceRow[] = [[bar(100, 100, 100, 100)]];
  let close = 100;
  for (const [leg, days] of legs.entries()) {
    for (let day = 0; day < days; day++) {
      const open = close * 1.001;
      close *= leg % 2 === 0 ? 1.02 + day / 1_000 : 1 / (1.02 + day / 1_000);
      rows.push([bar(open, Math.max(open, close), Math.min(open, close), close)]);
    }
  }
  return rows;
}

interface Setup {
  readonly slot?: LearnerSlot;
  readonly policy?: AdaptationPolicy;
  readonly learner?: MeanLearner;
  readonly testFromRow?: number;
  readonly past?: readonly CollectedTask[];
}

type OnBar = (context: StrategyContext<unknown, unknown>) => void;

function watcherOf(onBar: OnBar): Strategy {
  const parameters = z.object({});
  return defineStrategy({ name: 'watcher', description: 'Looks on.', parameters, lookback: () => 1, onBar });
}

interface LearnerRun extends Assembly {
  readonly host: LearnerHost;
}

/** Runs features, detector and learner over the rows, beside a strategy that looks on. */
export function learnOver(rows: readonly SliceRow[], setup: Setup = {}, onBar: OnBar = () => {}): LearnerRun {
  let elapsed = 0;
  const host = new LearnerHost({
    slot: setup.slot ?? learnerSlot(),
    policy: setup.policy ?? { kind: 'at-change' },
    learner: setup.learner ?? new MeanLearner(1),
    ...(setup.past ? { past: setup.past } : {}),
    symbolCount: rows[0]!.length,
    stopwatch: () => (elapsed += 5),
  });
  const testFromRow = setup.testFromRow ?? 0;
  return { host, ...runStrategy(watcherOf(onBar), rows, { learner: host, testFromRow }) };
}
