/**
 * Everything that a strategy plugin may import, and the functions that run one from a program.
 * @module regimeta
 */
export { z } from 'zod';
export type { BarSeries } from './model/bar-series.ts';
export type { Order, OrderType, Side } from './model/order.ts';
export { RegimetaError } from './model/regimeta-error.ts';
export type { EpochMs } from './model/time.ts';
export type { BracketOptions, OrderOptions, PositionView, StrategyContext } from './strategy/context.ts';
export {
  defineStrategy,
  type Strategy,
  type StrategyDefinition,
  type StrategySetup,
  type TimerDeclaration,
} from './strategy/definition.ts';
export type { FeatureFactory, FeatureSet } from './strategy/features/feature-set.ts';
export type { SymbolHistory } from './strategy/history.ts';
export type { LearnerFactory, MetaLearner, Predictor, SampleSet } from './strategy/learn/meta-learner.ts';
export type { RegimeView } from './strategy/learner-host.ts';
export type { LearnerSlot } from './strategy/learner-slot.ts';
export type { DetectorFactory, RegimeDetector } from './strategy/regime/regime-detector.ts';
export type { SeriesView } from './strategy/series-view.ts';
