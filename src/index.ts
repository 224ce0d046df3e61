/**
 * Everything that a strategy plugin may import, and the functions that run one from a program.
 * @module regimeta
 */
export { z } from 'zod';
export {
  type Annotations,
  changePointCovering,
  changePointF1,
} from './evidence/change-point-scores.ts';
export type { Random } from './math/random.ts';
export { metricFaults } from './metrics/metric-faults.ts';
export { undefinedBecause } from './metrics/metric-result.ts';
export type { BarSeries } from './model/bar-series.ts';
export type { CustomMetric, CustomMetricRecord, MetricMaterial } from './model/custom-metric.ts';
export type { MarketSlice } from './model/market-slice.ts';
export type { Order, OrderType, Side, TimeInForce } from './model/order.ts';
export { RegimetaError } from './model/regimeta-error.ts';
export type { EpochMs } from './model/time.ts';
export type { Timeframe } from './model/timeframe.ts';
export { runBacktest } from './run/backtest.ts';
export { loadBaselines } from './run/baselines.ts';
export { type CompareRequest, runCompare } from './run/compare.ts';
export { type FrameRequest, runDataFrame } from './run/data-frame.ts';
export { type Host, type HostOptions, nodeHost } from './run/host.ts';
export { type LoadedStrategy, loadStrategy, type PublicModule } from './run/load-strategy.ts';
export type { SweepRequest } from './run/prepared-sweep.ts';
export type { RunResult } from './run/run-result.ts';
export type { RunRequest } from './run/session.ts';
export { runSweep, type SweepResult } from './run/sweep.ts';
export { type BayesSteinMean, bayesSteinMean } from './strategy/allocation/bayes-stein-mean.ts';
export { equalRiskWeights } from './strategy/allocation/equal-risk-weights.ts';
export { hierarchicalRiskWeights } from './strategy/allocation/hierarchical-risk-weights.ts';
export {
  type MeanVarianceProblem,
  meanVarianceWeights,
} from './strategy/allocation/mean-variance-weights.ts';
export { minimumVarianceWeights } from './strategy/allocation/minimum-variance-weights.ts';
export { type AnticorSettings, anticorPortfolio } from './strategy/allocation/online/anticor-portfolio.ts';
export { bestConstantWeights } from './strategy/allocation/online/best-constant-weights.ts';
export {
  type ConfidenceWeightedSettings,
  confidenceWeightedPortfolio,
} from './strategy/allocation/online/confidence-weighted-portfolio.ts';
export { constantPortfolio } from './strategy/allocation/online/constant-portfolio.ts';
export { exponentiatedGradient } from './strategy/allocation/online/exponentiated-gradient.ts';
export { heldPortfolio } from './strategy/allocation/online/held-portfolio.ts';
export {
  type MovingAverageSettings,
  movingAveragePortfolio,
} from './strategy/allocation/online/moving-average-portfolio.ts';
export type { OnlinePortfolio } from './strategy/allocation/online/online-portfolio.ts';
export { onlineWealth } from './strategy/allocation/online/online-wealth.ts';
export {
  type PassiveAggressiveSettings,
  passiveAggressivePortfolio,
} from './strategy/allocation/online/passive-aggressive-portfolio.ts';
export {
  type RobustMedianSettings,
  robustMedianPortfolio,
} from './strategy/allocation/online/robust-median-portfolio.ts';
export { portfolioVolatility } from './strategy/allocation/portfolio-volatility.ts';
export { quadraticWeights, type WeightBounds } from './strategy/allocation/quadratic-weights.ts';
export { sampleCovariance } from './strategy/allocation/sample-covariance.ts';
export { type ShrunkCovariance, shrunkCovariance } from './strategy/allocation/shrunk-covariance.ts';
export {
  SIGNED_RISK_DEFAULTS,
  type SignedRiskSettings,
  signedRiskWeights,
} from './strategy/allocation/signed-risk-weights.ts';
export { simplexProjection } from './strategy/allocation/simplex-projection.ts';
export type {
  AmendOptions,
  BracketOptions,
  OcoLeg,
  OrderOptions,
  PositionView,
  QuoteView,
  StrategyContext,
} from './strategy/context.ts';
export {
  defineStrategy,
  type Strategy,
  type StrategyDefinition,
  type StrategySetup,
  type TimerDeclaration,
} from './strategy/definition.ts';
export type { FeatureFactory, FeatureSet } from './strategy/features/feature-set.ts';
export { type TrendFeatureSettings, trendFeatures } from './strategy/features/trend-features.ts';
export type { SymbolHistory } from './strategy/history.ts';
export { AccumulationDistribution } from './strategy/indicators/accumulation-distribution.ts';
export { Aroon } from './strategy/indicators/aroon.ts';
export { AverageDirectionalIndex } from './strategy/indicators/average-directional-index.ts';
export { AverageTrueRange } from './strategy/indicators/average-true-range.ts';
export { AwesomeOscillator } from './strategy/indicators/awesome-oscillator.ts';
export { BollingerBands } from './strategy/indicators/bollinger-bands.ts';
export { ChaikinMoneyFlow } from './strategy/indicators/chaikin-money-flow.ts';
export { ChaikinOscillator } from './strategy/indicators/chaikin-oscillator.ts';
export { ChandeMomentumOscillator } from './strategy/indicators/chande-momentum-oscillator.ts';
export { ChandelierExit } from './strategy/indicators/chandelier-exit.ts';
export { ChoppinessIndex } from './strategy/indicators/choppiness-index.ts';
export { CommodityChannelIndex } from './strategy/indicators/commodity-channel-index.ts';
export { CoppockCurve } from './strategy/indicators/coppock-curve.ts';
export { DetrendedPriceOscillator } from './strategy/indicators/detrended-price-oscillator.ts';
export { DonchianChannel } from './strategy/indicators/donchian-channel.ts';
export { DoubleExponentialMovingAverage } from './strategy/indicators/double-exponential-moving-average.ts';
export { EaseOfMovement } from './strategy/indicators/ease-of-movement.ts';
export { ElderRay } from './strategy/indicators/elder-ray.ts';
export { ExponentialMovingAverage } from './strategy/indicators/exponential-moving-average.ts';
export { ForceIndex } from './strategy/indicators/force-index.ts';
export { GarmanKlassVolatility } from './strategy/indicators/garman-klass-volatility.ts';
export { HeikinAshi } from './strategy/indicators/heikin-ashi.ts';
export { Highest } from './strategy/indicators/highest.ts';
export { HistoricalVolatility } from './strategy/indicators/historical-volatility.ts';
export { HullMovingAverage } from './strategy/indicators/hull-moving-average.ts';
export { IchimokuCloud } from './strategy/indicators/ichimoku-cloud.ts';
export type { Indicator } from './strategy/indicators/indicator.ts';
export { KaufmanAdaptiveMovingAverage } from './strategy/indicators/kaufman-adaptive-moving-average.ts';
export { KeltnerChannel } from './strategy/indicators/keltner-channel.ts';
export { LinearRegression } from './strategy/indicators/linear-regression.ts';
export { Lowest } from './strategy/indicators/lowest.ts';
export { MassIndex } from './strategy/indicators/mass-index.ts';
export { Momentum } from './strategy/indicators/momentum.ts';
export { MoneyFlowIndex } from './strategy/indicators/money-flow-index.ts';
export { MovingAverageConvergenceDivergence } from './strategy/indicators/moving-average-convergence-divergence.ts';
export { OnBalanceVolume } from './strategy/indicators/on-balance-volume.ts';
export { ParabolicStop } from './strategy/indicators/parabolic-stop.ts';
export { ParkinsonVolatility } from './strategy/indicators/parkinson-volatility.ts';
export { PercentRank } from './strategy/indicators/percent-rank.ts';
export { PercentagePriceOscillator } from './strategy/indicators/percentage-price-oscillator.ts';
export { PivotPoints } from './strategy/indicators/pivot-points.ts';
export { RateOfChange } from './strategy/indicators/rate-of-change.ts';
export { RelativeStrengthIndex } from './strategy/indicators/relative-strength-index.ts';
export { RogersSatchellVolatility } from './strategy/indicators/rogers-satchell-volatility.ts';
export { RollingBeta } from './strategy/indicators/rolling-beta.ts';
export { RollingCorrelation } from './strategy/indicators/rolling-correlation.ts';
export { RollingMedian } from './strategy/indicators/rolling-median.ts';
export type { SessionOf } from './strategy/indicators/session.ts';
export { SessionAveragePrice } from './strategy/indicators/session-average-price.ts';
export { SimpleMovingAverage } from './strategy/indicators/simple-moving-average.ts';
export { SmoothedMovingAverage } from './strategy/indicators/smoothed-moving-average.ts';
export { StandardDeviation } from './strategy/indicators/standard-deviation.ts';
export { StochasticOscillator } from './strategy/indicators/stochastic-oscillator.ts';
export { StochasticRelativeStrength } from './strategy/indicators/stochastic-relative-strength.ts';
export { SuperTrend } from './strategy/indicators/super-trend.ts';
export { TripleExponentialMovingAverage } from './strategy/indicators/triple-exponential-moving-average.ts';
export { Trix } from './strategy/indicators/trix.ts';
export { TrueRange } from './strategy/indicators/true-range.ts';
export { TrueStrengthIndex } from './strategy/indicators/true-strength-index.ts';
export { UlcerIndex } from './strategy/indicators/ulcer-index.ts';
export { UltimateOscillator } from './strategy/indicators/ultimate-oscillator.ts';
export { VolumeWeightedMovingAverage } from './strategy/indicators/volume-weighted-moving-average.ts';
export { Vortex } from './strategy/indicators/vortex.ts';
export { WeightedMovingAverage } from './strategy/indicators/weighted-moving-average.ts';
export { WilliamsPercentRange } from './strategy/indicators/williams-percent-range.ts';
export { WrappedIndicator, type WrappedSettings } from './strategy/indicators/wrapped-indicator.ts';
export { YangZhangVolatility } from './strategy/indicators/yang-zhang-volatility.ts';
export { ZScore } from './strategy/indicators/z-score.ts';
export { anil } from './strategy/learn/anil.ts';
export { type AnilRidgeSettings, anilRidge } from './strategy/learn/anil-ridge.ts';
export { type BoostedTreesSettings, boostedTrees } from './strategy/learn/boosted-trees.ts';
export { type CaviaSettings, cavia } from './strategy/learn/cavia.ts';
export { type FineTuneSettings, fineTune } from './strategy/learn/fine-tune.ts';
export { type FomamlSettings, fomaml } from './strategy/learn/fomaml.ts';
export { type JointSettings, joint } from './strategy/learn/joint.ts';
export { maml } from './strategy/learn/maml.ts';
export type { MamlSettings } from './strategy/learn/maml-settings.ts';
export { matching } from './strategy/learn/matching.ts';
export type { MatchingSettings } from './strategy/learn/matching-settings.ts';
export type {
  Adaptation,
  Checkpoint,
  Episode,
  EpisodeSource,
  LearnerFactory,
  MetaLearner,
  MetaStepReport,
  Predictor,
  SampleSet,
} from './strategy/learn/meta-learner.ts';
export { metaSgd } from './strategy/learn/meta-sgd.ts';
export type { MetaSgdSettings } from './strategy/learn/meta-sgd-settings.ts';
export { type NoneSettings, none } from './strategy/learn/none.ts';
export { prototypical } from './strategy/learn/prototypical.ts';
export type { PrototypicalSettings } from './strategy/learn/prototypical-settings.ts';
export { reptile } from './strategy/learn/reptile.ts';
export type { ReptileSettings } from './strategy/learn/reptile-settings.ts';
export { type RollingRefitSettings, rollingRefit } from './strategy/learn/rolling-refit.ts';
export { type RollingRidgeSettings, rollingRidge } from './strategy/learn/rolling-ridge.ts';
export { type RuleSelectorSettings, ruleSelector } from './strategy/learn/rule-selector.ts';
export { snail } from './strategy/learn/snail.ts';
export type { SnailSettings } from './strategy/learn/snail-settings.ts';
export type { TaskContext } from './strategy/learn/task-context.ts';
export { taskEmbedding } from './strategy/learn/task-embedding.ts';
export type { TaskEmbeddingSettings } from './strategy/learn/task-embedding-settings.ts';
export type { RegimeView } from './strategy/learner-host.ts';
export type { LearnerSlot, PredictionRule } from './strategy/learner-slot.ts';
export type { OrderRule, ReviewedOrder, RuleContext } from './strategy/order-rule.ts';
export {
  type LabelSpan,
  type PurgedFoldSettings,
  type PurgedFolds,
  type PurgedSplit,
  purgedFolds,
} from './strategy/purged-folds.ts';
export { adwin } from './strategy/regime/adwin.ts';
export { bocpd } from './strategy/regime/bocpd.ts';
export { correlationRule } from './strategy/regime/correlation-rule.ts';
export { cusum } from './strategy/regime/cusum.ts';
export { type DetectorDefinition, defineDetector } from './strategy/regime/define-detector.ts';
export { detectorOf, parseDetectorText } from './strategy/regime/detector-settings.ts';
export { ensemble } from './strategy/regime/ensemble.ts';
export { guarded } from './strategy/regime/guarded.ts';
export { jumpDetector } from './strategy/regime/jump-detector.ts';
export { markovSwitching } from './strategy/regime/markov-switching.ts';
export { pageHinkley } from './strategy/regime/page-hinkley.ts';
export type {
  DetectorFactory,
  DetectorState,
  RegimeDetector,
  RegimeReading,
} from './strategy/regime/regime-detector.ts';
export { volatilityRule } from './strategy/regime/volatility-rule.ts';
export { ruleSignals } from './strategy/rules/rule-signals.ts';
export {
  channelRule,
  crossoverRule,
  holdRule,
  reversionRule,
  type TradingRule,
  trendRule,
  USUAL_RULES,
} from './strategy/rules/trading-rule.ts';
export type { SeriesView } from './strategy/series-view.ts';
export type { TimeframeLookbacks } from './strategy/timeframes/timeframes.ts';
export type { Track, TrackedColumn, TrackedIndicator } from './strategy/tracked-indicators.ts';
export {
  EMERGING_FACTOR_DEFAULTS,
  EmergingFactor,
  type EmergingFactorSettings,
  type FactorReading,
} from './strategy/volatility/emerging-factor.ts';
export { ExponentialVolatility } from './strategy/volatility/exponential-volatility.ts';
export { type GarchErrors, garchErrors } from './strategy/volatility/garch-errors.ts';
export { fitGarch, type GarchFit } from './strategy/volatility/garch-fit.ts';
export { type GarchParameters, garchLikelihood } from './strategy/volatility/garch-likelihood.ts';
export {
  historicalTailRisk,
  normalTailRisk,
  quantileLossMean,
  quantileTailRisk,
  type TailRisk,
} from './strategy/volatility/tail-risk.ts';
export {
  baselZone,
  type ChristoffersenTest,
  christoffersenTest,
  kupiecTest,
  type LikelihoodRatioTest,
} from './strategy/volatility/value-at-risk-tests.ts';
