import { distinctDraws } from '../math/distinct-draws.ts';
import type { Random } from '../math/random.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { Episode, SampleSet } from './learn/meta-learner.ts';
import type { LearnerSlot } from './learner-slot.ts';
import type { SampleMemory } from './sample-memory.ts';

/** A stretch of slices between two detected changes: `first` is in it, `end` is not. */
export interface Segment {
  readonly first: number;
  readonly end: number;
}

/** Fewer query slices than this are too few to judge an adaptation by. */
const QUERY_BARS_MIN = 5;

/** The largest number of draws until an episode has rows on both sides. */
const DRAWS_MAX = 1_000;

/** What tasks are drawn from. */
export interface EpisodeSamplerSettings {
  readonly memory: SampleMemory;
  readonly slot: LearnerSlot;
  /** In time order, none over another; what lies between two of them is never used. */
  readonly segments: readonly Segment[];
  /** The symbols that tasks are drawn from, by symbol index. */
  readonly symbols: readonly number[];
  /** The tasks that were known before a segment began, by its place; none where left out. */
  readonly pastOf?: (segment: number) => readonly SampleSet[];
}

/** Where a query can begin: in which segment, and where that ends. */
interface Anchor {
  readonly segment: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Draws tasks for meta-training: some symbols over one segment between detected changes. The support set ends one
 * label horizon before the first query decision, so that all of its labels are known there, and both sets lie
 * within the segment.
 */
export class EpisodeSampler {
  readonly #memory: SampleMemory;
  readonly #slot: LearnerSlot;
  readonly #symbols: readonly number[];
  readonly #pastOf: (segment: number) => readonly SampleSet[];
  /** For each size of the support set. */
  readonly #anchors: Anchor[][];

  constructor({ memory, slot, segments, symbols, pastOf }: EpisodeSamplerSettings) {
    this.#memory = memory;
    this.#slot = slot;
    this.#symbols = symbols;
    this.#pastOf = pastOf ?? (() => []);
    this.#anchors = slot.supportBars.map((bars) => this.#anchorsOf(segments, bars));
    if (this.#anchors.every((anchors) => anchors.length === 0)) {
      throw new RegimetaError('E_DATA_SHORT', {
        place: 'training period',
        rule: 'at least one segment between changes must hold a support set, a label horizon and a query set',
        found: `${segments.length} segments over ${memory.pushed} slices`,
        repair: 'Begin the test period later, or ask for smaller support sets',
      });
    }
  }

  /** Tasks that can be drawn, counted by where the query begins and by the size of the support set. */
  get taskCount(): number {
    return this.#anchors.reduce((sum, anchors) => sum + anchors.length, 0);
  }

  /** Draws one task. */
  draw(random: Random): Episode {
    for (let attempt = 0; attempt < DRAWS_MAX; attempt++) {
      const stage = random.integer(this.#anchors.length);
      const anchors = this.#anchors[stage]!;
      if (anchors.length === 0) continue;
      const { segment, first, end } = anchors[random.integer(anchors.length)]!;
      const symbols = this.#drawSymbols(random);
      const supportLast = first - this.#slot.labelHorizonBars;
      const supportFirst = supportLast - this.#slot.supportBars[stage]! + 1;
      const queryLast = Math.min(first + this.#slot.tasks.queryBars, end) - 1;
      const support = this.#memory.collectTask(supportFirst, supportLast, symbols);
      const query = this.#memory.collect(first, queryLast, symbols);
      if (support.rows < this.#slot.supportRowsMin || query.rows === 0) continue;
      return { support, query, past: this.#pastOf(segment) };
    }
    throw new RegimetaError('E_DATA_SHORT', {
      place: 'training period',
      rule: `a task needs at least ${this.#slot.supportRowsMin} support rows and one query row`,
      found: `none in ${DRAWS_MAX} draws`,
      repair: 'Train on more symbols or a longer period',
    });
  }

  #anchorsOf(segments: readonly Segment[], bars: number): Anchor[] {
    const anchors: Anchor[] = [];
    const labelledEnd = this.#memory.lastLabelled + 1;
    for (const [place, segment] of segments.entries()) {
      const end = Math.min(segment.end, labelledEnd);
      const earliest = Math.max(segment.first, this.#memory.oldest) + bars - 1 + this.#slot.labelHorizonBars;
      for (let first = earliest; first + QUERY_BARS_MIN <= end; first++)
        anchors.push({ segment: place, first, end });
    }
    return anchors;
  }

  /** Distinct symbols, in rising order. */
  #drawSymbols(random: Random): number[] {
    return distinctDraws(this.#symbols, this.#slot.tasks.symbolsPerTask, random).sort((a, b) => a - b);
  }
}
