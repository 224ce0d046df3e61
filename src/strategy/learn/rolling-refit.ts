import { euclideanNorm } from '../../math/euclidean-norm.ts';
import type { Random } from '../../math/random.ts';
import { learnerFactory } from './gradient-learner.ts';
import { gradient } from './graph/gradient.ts';
import { Graph } from './graph/node.ts';
import type { Compiler } from './graph/program.ts';
import { headOf } from './head.ts';
import {
  BATCH_DEFAULTS,
  LOSS_DEFAULTS,
  LOSS_RULES,
  type LossSettings,
  NETWORK_DEFAULTS,
  NETWORK_RULES,
  type NetworkSettings,
  OUTER_DEFAULTS,
  OUTER_RULES,
  type OuterSettings,
  ROW_DEFAULTS,
  ROW_RULES,
  type RowSettings,
} from './learner-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { Adapter, Method } from './method.ts';
import type { Network } from './network.ts';
import { networkLoss, networkMethod, networkOf } from './network-method.ts';
import { NetworkPredictor } from './network-predictor.ts';
import { adamStep } from './outer-step.ts';
import { writeRows } from './sample-rows.ts';
import { count, resolveSettings } from './setting-rules.ts';
import { parameterNodes, readTask, rowArrays, rowInputs, rowNodes, writeParameters } from './task-batch.ts';

/** The settings of the rolling refit with nothing left out. */
interface RollingRefitSettingsFull extends NetworkSettings, LossSettings, RowSettings, OuterSettings {
  /** Steps of Adam of a refit, 1 to 100,000. */
  readonly refitSteps: number;
}

/** What a user may set of the rolling refit; what is left out has the value of its defaults. */
export type RollingRefitSettings = Partial<RollingRefitSettingsFull>;

const SCHEMA = {
  learner: 'rolling-refit',
  defaults: {
    ...NETWORK_DEFAULTS,
    ...LOSS_DEFAULTS,
    ...ROW_DEFAULTS,
    ...OUTER_DEFAULTS,
    outerRate: 0.01,
    refitSteps: 100,
  } as RollingRefitSettingsFull,
  rules: { ...NETWORK_RULES, ...LOSS_RULES, ...ROW_RULES, ...OUTER_RULES, refitSteps: count(100_000) },
};

/**
 * Baseline: a network that is fitted anew at every adaptation, from the same random weights, by `refitSteps` steps of
 * Adam on the support rows alone. Nothing is learned from other tasks: `train` ends before the first step.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function rollingRefit(settings: RollingRefitSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSettings<RollingRefitSettingsFull>(SCHEMA, settings);
  return learnerFactory(full, (featureCount) => rollingRefitMethod(full, featureCount), compile);
}

function rollingRefitMethod(settings: RollingRefitSettingsFull, featureCount: number): Method {
  const network = networkOf(settings, featureCount);
  const base = networkMethod({ ...BATCH_DEFAULTS, ...settings }, network);
  return {
    ...base,
    name: 'rolling-refit',
    isTrained: false,
    steps: settings.refitSteps,
    initialise: (random: Random) => base.initialise(random),
    initial: (trained) => new NetworkPredictor(network, trained, headOf(settings)),
    adapter: (compile) => refitAdapter(network, settings, compile),
    metaGradient: (copies, { query }) => {
      const queryLoss = base.loss(copies, query);
      return { queryLoss, taskGradients: gradient(queryLoss, copies) };
    },
    outerStep: () => adamStep(network.parameterCount, settings),
  };
}

function refitAdapter(network: Network, settings: RollingRefitSettingsFull, compile: Compiler): Adapter {
  const graph = new Graph();
  const extents = { tasks: 1, capacity: settings.supportCapacity, featureCount: network.sizes[0]! };
  const rows = rowInputs(graph, 'support', { ...extents, portfolios: settings.loss === 'log-wealth' });
  const nodes = parameterNodes(graph, network);
  const loss = networkLoss(network, settings)(nodes, rows);
  const slopes = gradient(loss, nodes);
  const program = compile([loss, ...slopes, ...rowNodes(rows), ...nodes]);
  const arrays = rowArrays(program, rows);
  return (trained, { support }) => {
    const step = adamStep(network.parameterCount, settings);
    const parameters = trained.slice();
    writeRows(support, arrays, 0, settings.labelLimit);
    const losses: number[] = [];
    let gradientNorm = 0;
    for (let taken = 0; taken <= settings.refitSteps; taken++) {
      writeParameters(program, nodes, network, parameters);
      program.run();
      losses.push(program.values(loss)[0]!);
      const slope = readTask(program, slopes, network, 0);
      if (taken === 0) gradientNorm = euclideanNorm(slope);
      if (taken < settings.refitSteps) step(parameters, slope, taken + 1);
    }
    const finite = parameters.every((value) => Number.isFinite(value));
    return {
      predictor: finite ? new NetworkPredictor(network, parameters, headOf(settings)) : null,
      lossBefore: losses[0]!,
      lossAfter: losses.at(-1)!,
      gradientNorm,
    };
  };
}
