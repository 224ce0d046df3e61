import type { Node } from './graph/node.ts';
import { add } from './graph/operations/add-scaled.ts';
import { matmul } from './graph/operations/matmul.ts';
import type { Compiler } from './graph/program.ts';
import { unrollInnerLoop } from './inner-loop.ts';
import { MAML_SCHEMA, type MamlSettingsFull } from './maml-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { NetworkMethod } from './method.ts';
import { initialParameters } from './network.ts';
import { networkLearner } from './network-learner.ts';
import { networkLoss, networkMethod, networkOf, throughAdaptation } from './network-method.ts';
import { adamStep } from './outer-step.ts';
import { count, resolveSettings } from './setting-rules.ts';
import { affinePlans, firstParameters } from './tensor-layout.ts';

/** The settings of CAVIA with nothing left out: those of MAML, and the size of the context. */
export interface CaviaSettingsFull extends MamlSettingsFull {
  /** Numbers that an adaptation moves, 1 to 256. */
  readonly contextUnits: number;
}

/** What a user may set of CAVIA; what is left out has the value of MAML's defaults, with 8 units of context. */
export type CaviaSettings = Partial<CaviaSettingsFull>;

const SCHEMA = {
  learner: 'cavia',
  defaults: { ...MAML_SCHEMA.defaults, innerRate: 0.5, contextUnits: 8 },
  rules: { ...MAML_SCHEMA.rules, contextUnits: count(256) },
};

/**
 * CAVIA, fast context adaptation (Zintgraf, Shiarlis, Kurin, Hofmann & Whiteson 2019): a task is a short vector of
 * context that the first layer reads beside the features, and the inner steps move this vector alone. The network is the
 * same for every task and is trained by the query loss through the steps. Where the context begins is trained too; the
 * paper has 0, and so is its first value here. The adapted context is the embedding of the task.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function cavia(settings: CaviaSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveSettings<CaviaSettingsFull>(SCHEMA, settings);
  return networkLearner(full, (featureCount) => caviaMethod(full, featureCount), compile);
}

/** CAVIA as a method: trained are the network, the weights of the context in the first layer, and where it begins. */
export function caviaMethod(settings: CaviaSettingsFull, featureCount: number): NetworkMethod {
  const network = networkOf(settings, featureCount);
  const loss = networkLoss(network, settings);
  const base = networkMethod(settings, network);
  const { contextUnits } = settings;
  const first = network.sizes[1]!;
  const plans = affinePlans('context', contextUnits, first);
  const weightsAt = network.parameterCount;
  const beginsAt = weightsAt + contextUnits * first;
  const trained = {
    tensors: [
      ...network.tensors,
      { name: 'context weights', offset: weightsAt, rows: contextUnits, columns: first },
      { name: 'initial context', offset: beginsAt, rows: 1, columns: contextUnits },
    ],
    parameterCount: beginsAt + contextUnits,
  };
  const adapt: NetworkMethod['adapt'] = (parameters, support) => {
    const weights = parameters.at(-2)!;
    const withContext = (context: Node): readonly Node[] => {
      const [layer, biases, ...rest] = parameters.slice(0, -2);
      return [layer!, add(biases!, matmul(context, weights)), ...rest];
    };
    const loop = unrollInnerLoop(
      [parameters.at(-1)!],
      ([context]) => loss(withContext(context!), support),
      settings,
    );
    return { ...loop, adapted: withContext(loop.adapted[0]!), embedding: loop.adapted[0]! };
  };
  return {
    ...base,
    name: settings.order === 'second' ? 'cavia' : 'first-order cavia',
    trained,
    steps: settings.innerSteps,
    initialise(random) {
      const parameters = new Float64Array(trained.parameterCount);
      parameters.set(initialParameters(network, settings.weightDeviation, random));
      parameters.set(firstParameters(plans.slice(0, 1), random), weightsAt);
      return parameters;
    },
    networkOf(parameters) {
      const whole = parameters.slice(0, network.parameterCount);
      const biases = network.tensors[1]!.offset;
      for (let unit = 0; unit < first; unit++) {
        let sum = 0;
        for (let i = 0; i < contextUnits; i++) {
          sum += parameters[beginsAt + i]! * parameters[weightsAt + i * first + unit]!;
        }
        whole[biases + unit]! += sum;
      }
      return whole;
    },
    adapt,
    metaGradient: throughAdaptation(adapt, loss),
    outerStep: () => adamStep(trained.parameterCount, settings),
  };
}
