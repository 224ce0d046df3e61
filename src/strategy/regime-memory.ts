import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { taskDistances } from './learn/task-distances.ts';
import type { CollectedTask } from './sample-memory.ts';

/** How much a memory holds, and what it forgets. */
export interface RegimeMemorySettings {
  /** The most tasks kept, from 1. */
  readonly capacity: number;
  /**
   * What goes when there is no more room: `'oldest'`, or `'most-alike'`, the older one of the two tasks whose
   * descriptions are nearest to each other.
   */
  readonly eviction: 'oldest' | 'most-alike';
}

/** A memory that holds the regimes of some years. */
export const REGIME_MEMORY_DEFAULTS: RegimeMemorySettings = { capacity: 32, eviction: 'oldest' };

/**
 * The support sets of past regimes, outside of any learner: bounded, in the order in which they became known, and plain
 * data, so that a checkpoint can hold them.
 */
export class RegimeMemory {
  readonly #settings: RegimeMemorySettings;
  #tasks: CollectedTask[];

  /** Begins with some tasks, oldest first, of which the memory may forget some at once. */
  constructor(settings: RegimeMemorySettings, tasks: readonly CollectedTask[] = []) {
    this.#settings = settings;
    this.#tasks = [];
    for (const task of tasks) this.remember(task);
  }

  /** What is kept, oldest first. */
  get tasks(): readonly CollectedTask[] {
    return this.#tasks;
  }

  /** Takes a task; one without rows is left out. E_INVARIANT for one that was known before the last. */
  remember(task: CollectedTask): void {
    if (task.rows === 0) return;
    const last = this.#tasks.at(-1);
    if (last !== undefined && task.labelsKnownAt < last.labelsKnownAt) {
      throw new RegimetaError('E_INVARIANT', {
        place: 'regime memory',
        rule: 'tasks are remembered in the order in which their labels became known',
        found: `${task.labelsKnownAt} after ${last.labelsKnownAt}`,
      });
    }
    this.#tasks = [...this.#tasks, task];
    if (this.#tasks.length > this.#settings.capacity) {
      const forgotten = this.#settings.eviction === 'oldest' ? 0 : mostAlike(this.#tasks);
      this.#tasks = this.#tasks.filter((_, place) => place !== forgotten);
    }
  }

  /** The tasks whose labels were all known before `time`, oldest first. */
  recall(time: EpochMs): readonly CollectedTask[] {
    return this.#tasks.filter(({ labelsKnownAt }) => labelsKnownAt < time);
  }
}

/** The place of the older one of the two tasks that are nearest to each other; of equal pairs the oldest. */
function mostAlike(tasks: readonly CollectedTask[]): number {
  let forgotten = 0;
  let nearest = Number.POSITIVE_INFINITY;
  tasks.forEach((task, place) => {
    const later = taskDistances(task, tasks).slice(place + 1);
    const distance = Math.min(...later);
    if (distance < nearest) {
      nearest = distance;
      forgotten = place;
    }
  });
  return forgotten;
}
