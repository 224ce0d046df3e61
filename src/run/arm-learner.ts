import { z } from 'zod';
import type { Random } from '../math/random.ts';
import type { BarSeries } from '../model/bar-series.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { adaptationSchema } from '../strategy/adaptation-settings.ts';
import type { LearnerSlot } from '../strategy/learner-slot.ts';
import { detectorOf, parseDetectorText } from '../strategy/regime/detector-settings.ts';
import type { Host } from './host.ts';
import { type ReadCheckpoint, restoreLearner } from './learner-checkpoint.ts';
import { withExecutor } from './learning-executor.ts';
import type { LoadedStrategy } from './load-strategy.ts';
import { metaTrainWithin, type TrainedLearner } from './meta-training.ts';
import { callHook, pluginError } from './plugin-error.ts';
import type { RunSettings } from './run-settings.ts';
import type { TaskRange } from './task-ranges.ts';

const isRising = (sizes: readonly number[]): boolean =>
  sizes.every((size, i) => i === 0 || size > sizes[i - 1]!);

const factorySchema = z.custom<{ create: unknown }>(
  (value) => typeof (value as { create?: unknown } | null)?.create === 'function',
  'is made by a function such as maml(), bocpd() or trendFeatures()',
);

const share = z.number().gt(0).lt(1);

/** What a run relies on in a slot; the rest belongs to the factories themselves. */
const slotSchema = z.object({
  features: factorySchema,
  detector: factorySchema,
  model: factorySchema,
  labelHorizonBars: z.int().min(1).max(10_000),
  labelFrom: z.enum(['open', 'close']).optional(),
  supportBars: z.array(z.int().min(1).max(100_000)).min(1).refine(isRising, 'must rise'),
  supportRowsMin: z.int().min(1),
  tasks: z.object({
    queryBars: z.int().min(1),
    symbolsPerTask: z.int().min(1),
    boundaries: z.enum(['detector', 'offline']).optional(),
  }),
  rule: z.function().optional(),
  contenders: z.record(z.string(), factorySchema).optional(),
  memory: z
    .object({ capacity: z.int().min(1).max(1_000), eviction: z.enum(['oldest', 'most-alike']) })
    .partial()
    .optional(),
  adaptation: adaptationSchema.optional(),
  validation: z
    .object({
      timeShare: share,
      symbolShare: share,
      tasks: z.int().min(1).max(10_000),
      everySteps: z.int().min(1),
      patience: z.int().min(1),
    })
    .optional(),
});

/** The settings of a run that take the place of what a slot says. */
type SlotSettings = Pick<RunSettings, 'detector' | 'adaptation'>;

/**
 * The learner slot of a strategy, checked, with the detector and the adaptation that the settings of the run name in place of its own; null where it declares none. Throws
 * E_PLUGIN_SHAPE, E_PLUGIN_THREW, or E_PARAMETER_INVALID for a detector that is none.
 */
export function learnerSlotOf(
  loaded: LoadedStrategy,
  parameters: Readonly<Record<string, unknown>>,
  settings: SlotSettings = {},
): LearnerSlot | null {
  const { strategy } = loaded;
  if (!strategy.learner) return null;
  const slot = callHook(loaded, 'learner', () => strategy.learner!(parameters));
  const { error } = slotSchema.safeParse(slot);
  if (!error) return withSettings(slot, settings);
  const { path, message } = error.issues[0]!;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: [strategy.name, 'learner', path.join('.')].join(' ').trim(),
    rule: message,
    found: printedAt(slot, path),
    repair: 'See learner in docs/writing-a-strategy.md',
  });
}

function withSettings(slot: LearnerSlot, { detector, adaptation }: SlotSettings): LearnerSlot {
  if (detector === undefined && adaptation === undefined) return slot;
  return {
    ...slot,
    ...(detector === undefined ? {} : { detector: detectorOf(parseDetectorText(detector)) }),
    ...(adaptation === undefined ? {} : { adaptation: { ...slot.adaptation, ...adaptation } }),
  };
}

/** The same for what cannot do without one; E_PLUGIN_SHAPE where it declares none. */
export function requireSlot(
  loaded: LoadedStrategy,
  parameters: Readonly<Record<string, unknown>>,
  settings: SlotSettings = {},
): LearnerSlot {
  const slot = learnerSlotOf(loaded, parameters, settings);
  if (slot) return slot;
  throw new RegimetaError('E_PLUGIN_SHAPE', {
    place: loaded.strategy.name,
    rule: 'a study is of a strategy with a learner',
    found: 'none',
    repair: 'See learner in docs/writing-a-strategy.md',
  });
}

/** What a learner is made ready from. */
interface LearnerSource {
  readonly loaded: LoadedStrategy;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the run. */
  readonly settings?: SlotSettings;
  /** Used instead of a training, where there is one. */
  readonly checkpoint?: ReadCheckpoint | null;
  /** Where training tasks may lie; anywhere if not given. */
  readonly ranges?: readonly TaskRange[] | undefined;
}

/** The learner of a strategy, meta-trained on these bars or from a checkpoint; null for a strategy without one. */
export async function trainLearner(
  { loaded, parameters, settings, checkpoint, ranges }: LearnerSource,
  series: readonly BarSeries[],
  random: Random,
  host: Host,
): Promise<TrainedLearner | null> {
  const declared = learnerSlotOf(loaded, parameters, settings);
  if (!declared) return null;
  try {
    const slot = await withExecutor(declared, host);
    if (checkpoint) return restoreLearner(checkpoint, slot);
    return await metaTrainWithin(slot, { series, ranges }, random, host);
  } catch (error) {
    throw pluginError(error, loaded);
  }
}

function printedAt(value: unknown, path: readonly PropertyKey[]): string {
  let part: unknown = value;
  for (const key of path) part = (part as Record<PropertyKey, unknown> | undefined)?.[key];
  if (part === undefined) return 'nothing';
  return typeof part === 'number' ? String(part) : (JSON.stringify(part) ?? typeof part);
}
