import { PAST_DEFAULTS, PAST_RULES, type PastSettings } from './past-rows.ts';
import { POOLED_DEFAULTS, POOLED_RULES, type PooledSettings } from './pooled-training.ts';
import { count, isNumber, oneOf, resolveSettings, type SettingSchema } from './setting-rules.ts';

/** The settings of a network conditioned by a task embedding with nothing left out. */
export interface TaskEmbeddingSettingsFull extends PooledSettings, PastSettings {
  /**
   * What the embedding is made of: the meta-features of the task; its rows as a set (`'set-attention'`); its rows as a
   * query onto those of past tasks (`'segment-attention'`); or a graph of its assets (`'asset-graph'`), which gives every
   * asset an embedding of its own.
   */
  readonly encoder: 'meta-features' | 'set-attention' | 'segment-attention' | 'asset-graph';
  /** Numbers of the embedding, 1 to 256. */
  readonly embeddingUnits: number;
  /** The most assets of a graph, 2 to 256; further ones have the mean embedding. */
  readonly assetCapacity: number;
  /** Two assets are neighbours where their correlation is above this; 0 to 1. */
  readonly correlationMin: number;
}

/** What a user may set of it; what is left out has the value of its defaults. */
export type TaskEmbeddingSettings = Partial<TaskEmbeddingSettingsFull>;

const SCHEMA: SettingSchema<TaskEmbeddingSettingsFull> = {
  learner: 'task-embedding',
  defaults: {
    ...POOLED_DEFAULTS,
    ...PAST_DEFAULTS,
    encoder: 'set-attention',
    embeddingUnits: 8,
    assetCapacity: 16,
    correlationMin: 0.3,
  },
  rules: {
    ...POOLED_RULES,
    ...PAST_RULES,
    encoder: oneOf(['meta-features', 'set-attention', 'segment-attention', 'asset-graph']),
    embeddingUnits: count(256),
    assetCapacity: {
      text: 'is a whole number from 2 to 256',
      holds: (value) => isNumber(value) && Number.isInteger(value) && value >= 2 && value <= 256,
    },
    correlationMin: {
      text: 'is a number from 0 to 1',
      holds: (value) => isNumber(value) && value >= 0 && value <= 1,
    },
  },
};

/** Fills in the defaults; E_PARAMETER_UNKNOWN and E_PARAMETER_INVALID where a setting is not one, or out of range. */
export function resolveTaskEmbeddingSettings(settings: TaskEmbeddingSettings): TaskEmbeddingSettingsFull {
  return resolveSettings(SCHEMA, settings);
}
