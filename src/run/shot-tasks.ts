import { BarFeed } from '../market/bar-feed.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { type CollectedTask, SampleMemory } from '../strategy/sample-memory.ts';

/** One asset at one time: what is known of it, for each number of shots, and what comes next. */
export interface ShotTask {
  readonly symbol: number;
  /** By number of shots: the last so many decision slices whose labels are all known when the query begins; none for 0. */
  readonly supports: ReadonlyMap<number, CollectedTask>;
  /** The same for every number of shots. */
  readonly query: CollectedTask;
}

/** What tasks are cut from. */
export interface ShotSource {
  readonly slot: LearnerSlot;
  readonly series: readonly BarSeries[];
  /** Queries begin at or after this time. */
  readonly testFrom: EpochMs;
  /** Rising, from 0. */
  readonly shots: readonly number[];
  /** The most tasks of one symbol, evenly in time. */
  readonly tasksPerSymbol: number;
}

/**
 * Cuts tasks from the test period: each is one asset that no learner was trained on. The support ends one label horizon
 * before the query begins, so that all of its labels are known there; queries of one asset never share a slice. A place where a
 * support or a query would lack rows is left out. Throws E_DATA_SHORT where there is no place at all.
 */
export function shotTasks({ slot, series, testFrom, shots, tasksPerSymbol }: ShotSource): ShotTask[] {
  const memory = replayed(slot, series);
  const most = Math.max(...shots, 1);
  const { labelHorizonBars: horizon, tasks } = slot;
  const from = firstSliceFrom(memory, testFrom);
  const earliest = Math.max(from, most + horizon - 1);
  const last = memory.lastLabelled - tasks.queryBars + 1;
  const places = Math.floor((last - earliest) / tasks.queryBars) + 1;
  const taken = Math.min(places, tasksPerSymbol);
  const found: ShotTask[] = [];
  for (let symbol = 0; symbol < series.length; symbol++) {
    for (let place = 0; place < taken; place++) {
      const first = earliest + tasks.queryBars * Math.floor((place * places) / taken);
      const task = taskAt(memory, symbol, first, { shots, horizon, queryBars: tasks.queryBars });
      if (task) found.push(task);
    }
  }
  if (found.length > 0) return found;
  throw new RegimetaError('E_DATA_SHORT', {
    place: 'test period',
    rule: `a task needs ${most} decision slices, a label horizon of ${horizon} and a query of ${tasks.queryBars}`,
    found: 'no symbol with as many in a row',
    repair: 'Ask for fewer shots, or for a longer test period',
  });
}

function taskAt(
  memory: SampleMemory,
  symbol: number,
  first: number,
  { shots, horizon, queryBars }: { shots: readonly number[]; horizon: number; queryBars: number },
): ShotTask | null {
  const query = memory.collectTask(first, first + queryBars - 1, [symbol]);
  const supports = new Map<number, CollectedTask>();
  for (const count of shots) {
    if (count === 0) continue;
    const end = first - horizon;
    const support = memory.collectTask(end - count + 1, end, [symbol]);
    if (support.rows < count) return null;
    supports.set(count, support);
  }
  return query.rows < queryBars ? null : { symbol, supports, query };
}

function replayed(slot: LearnerSlot, series: readonly BarSeries[]): SampleMemory {
  const feed = new BarFeed(series);
  const features = slot.features.create(series.length);
  const memory = new SampleMemory({
    capacity: feed.sliceCount,
    symbolCount: series.length,
    featureCount: features.names.length,
    labelHorizonBars: slot.labelHorizonBars,
    labelFrom: slot.labelFrom,
  });
  while (feed.next()) {
    features.update(feed.slice);
    memory.push(feed.slice, features);
  }
  return memory;
}

function firstSliceFrom(memory: SampleMemory, time: EpochMs): number {
  let slice = 0;
  while (slice < memory.pushed && memory.timeOf(slice) < time) slice++;
  return slice;
}
