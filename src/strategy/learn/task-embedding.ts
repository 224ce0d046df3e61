import { createHash } from 'node:crypto';
import { filmOutput, filmPlans, foldedNetwork } from './film.ts';
import { learnerFactory } from './gradient-learner.ts';
import { Graph, type Node } from './graph/node.ts';
import { concat } from './graph/operations/concat.ts';
import { gather } from './graph/operations/gather.ts';
import { input } from './graph/operations/leaf.ts';
import type { Compiler } from './graph/program.ts';
import { headOf } from './head.ts';
import { headLoss } from './head-loss.ts';
import { metaGradient } from './meta-gradient.ts';
import type { LearnerFactory, Predictor } from './meta-learner.ts';
import type { Adapter, Method, TaskInputs } from './method.ts';
import { initialParameters, type Network, type ParameterLayout } from './network.ts';
import { networkMethod, networkOf } from './network-method.ts';
import { NetworkPredictor } from './network-predictor.ts';
import { adamStep } from './outer-step.ts';
import { rowsUsed, usedRow, writeRows } from './sample-rows.ts';
import { parameterNodes, rowArrays, rowInputs, rowNodes, writeParameters } from './task-batch.ts';
import {
  resolveTaskEmbeddingSettings,
  type TaskEmbeddingSettings,
  type TaskEmbeddingSettingsFull,
} from './task-embedding-settings.ts';
import { encoderPlans, encodeTask, meanEmbedding } from './task-encoder.ts';
import { encoderArrays, encoderInputs, encoderNodes, writeTask } from './task-inputs.ts';
import { firstParameters, layoutOf, nodeReader, type TensorPlan } from './tensor-layout.ts';

/**
 * A network conditioned by an embedding of the task: an encoder makes a vector of the support (see `encodeTask`), which
 * modulates the hidden layers (FiLM, Perez et al. 2018). All is trained together, so that query rows are met after the
 * encoder has read the support; an adaptation runs the encoder once and takes no gradient. With `'asset-graph'` every
 * asset has a network of its own, and a prediction says of which symbol it is.
 *
 * E_PARAMETER_INVALID or E_PARAMETER_UNKNOWN where the settings are outside their ranges.
 */
export function taskEmbedding(settings: TaskEmbeddingSettings = {}, compile?: Compiler): LearnerFactory {
  const full = resolveTaskEmbeddingSettings(settings);
  return learnerFactory(full, (featureCount) => taskEmbeddingMethod(full, featureCount), compile);
}

/** The parts of the trained parameters. */
interface EmbeddingParts {
  readonly network: Network;
  readonly film: readonly TensorPlan[];
  readonly encoder: readonly TensorPlan[];
  readonly trained: ParameterLayout;
}

/** A network conditioned by a task embedding as a method: trained are the network, the conditioning and the encoder. */
export function taskEmbeddingMethod(settings: TaskEmbeddingSettingsFull, featureCount: number): Method {
  const network = networkOf(settings, featureCount);
  const film = filmPlans(network, settings.embeddingUnits);
  const encoder = encoderPlans(settings, featureCount);
  const own = network.tensors.map(
    ({ name, rows, columns }): TensorPlan => ({ name, rows, columns, first: 'zeros' }),
  );
  const trained = layoutOf([...own, ...film, ...encoder]);
  const parts = { network, film, encoder, trained };
  const base = networkMethod(settings, network);
  const head = headOf(settings);
  const { encoder: kind, embeddingUnits } = settings;
  return {
    ...base,
    name: `task-embedding ${kind}`,
    trained,
    usesPast: kind === 'segment-attention' && settings.pastTasks > 0,
    bound: [
      ...base.bound,
      { name: 'encoder', value: kind, rule: `the encoder is ${kind}` },
      { name: 'embeddingUnits', value: embeddingUnits, rule: `the embedding has ${embeddingUnits} units` },
    ],
    steps: 1,
    extras: trainingInputs(settings, featureCount),
    initialise(random) {
      const parameters = firstParameters([...own, ...film, ...encoder], random.split('conditioning'));
      parameters.set(initialParameters(network, settings.weightDeviation, random));
      return parameters;
    },
    initial: (parameters) =>
      new NetworkPredictor(network, parameters.subarray(0, network.parameterCount), head),
    adapter: (compile) => embeddingAdapter(parts, settings, base.lossOf, compile),
    metaGradient: (copies, { supports, query, extras }) =>
      metaGradient(
        copies,
        (nodes) => {
          const [places, ...inputs] = extras;
          const embedding = embeddingOf(nodes, parts, settings, {
            support: supports[0]!,
            inputs,
            places: places!,
          });
          const split = splitNodes(nodes, parts);
          return [filmOutput(network, split, embedding, query.features)];
        },
        ([outputs]) => headLoss(outputs!, query, settings),
      ),
    outerStep: () => adamStep(trained.parameterCount, settings),
  };
}

function splitNodes(nodes: readonly Node[], { network, film }: EmbeddingParts) {
  const own = network.tensors.length;
  return {
    parameters: nodes.slice(0, own),
    film: nodes.slice(own, own + film.length),
    encoder: nodes.slice(own + film.length),
  };
}

interface EmbeddingInputs {
  readonly support: ReturnType<typeof rowInputs>;
  readonly inputs: readonly Node[];
  /** Which embedding each row has, [tasks, rows, 1]; the place behind the last asset is the mean one. */
  readonly places: Node;
}

/** The embedding of each row, or the one of the task where it is the same for all rows. */
function embeddingOf(
  nodes: readonly Node[],
  parts: EmbeddingParts,
  settings: TaskEmbeddingSettingsFull,
  { support, inputs, places }: EmbeddingInputs,
): Node {
  const task = { support, ...namedInputs(inputs) };
  const embeddings = encodeTask(nodeReader(splitNodes(nodes, parts).encoder), task, settings);
  if (settings.encoder !== 'asset-graph') return embeddings;
  return gather(concat([embeddings, meanEmbedding(embeddings, task.assetMembership)], 'rows'), places);
}

function namedInputs(nodes: readonly Node[]): ReturnType<typeof encoderInputs> {
  const [metaFeatures, pastFeatures, pastLabels, pastMembership, assetMembership, adjacency] = nodes;
  return {
    metaFeatures: metaFeatures!,
    pastFeatures: pastFeatures!,
    pastLabels: pastLabels!,
    pastMembership: pastMembership!,
    assetMembership: assetMembership!,
    adjacency: adjacency!,
  };
}

function trainingInputs(settings: TaskEmbeddingSettingsFull, featureCount: number): TaskInputs {
  const { queryCapacity, assetCapacity } = settings;
  return {
    define: (graph, tasks) => [
      input(graph, 'embedding places of queries', [tasks, queryCapacity, 1]),
      ...encoderNodes(encoderInputs(graph, tasks, { settings, featureCount })),
    ],
    write([places, ...arrays], task, { support, query, past = [] }) {
      const graph = writeTask(encoderArrays(arrays), task, { support, past }, settings);
      places!.fill(assetCapacity, task * queryCapacity, (task + 1) * queryCapacity);
      for (let place = 0; place < rowsUsed(query.rows, queryCapacity); place++) {
        const row = usedRow(place, query.rows, queryCapacity);
        const asset = graph.symbols.indexOf(query.symbols?.[row] ?? 0);
        if (asset >= 0) places![task * queryCapacity + place] = asset;
      }
    },
  };
}

function embeddingAdapter(
  parts: EmbeddingParts,
  settings: TaskEmbeddingSettingsFull,
  lossOf: Method['lossOf'],
  compile: Compiler,
): Adapter {
  const { network, film, trained } = parts;
  const featureCount = network.sizes[0]!;
  const units = settings.embeddingUnits;
  const graph = new Graph();
  const support = rowInputs(graph, 'support', { tasks: 1, capacity: settings.supportCapacity, featureCount });
  const inputs = encoderInputs(graph, 1, { settings, featureCount });
  const nodes = parameterNodes(graph, trained);
  const embeddings = encodeTask(
    nodeReader(splitNodes(nodes, parts).encoder),
    { support, ...inputs },
    settings,
  );
  const mean =
    settings.encoder === 'asset-graph' ? meanEmbedding(embeddings, inputs.assetMembership) : embeddings;
  const program = compile([embeddings, mean, ...rowNodes(support), ...encoderNodes(inputs), ...nodes]);
  const rows = rowArrays(program, support);
  const arrays = encoderArrays(encoderNodes(inputs).map((node) => program.values(node)));
  const filmCount = film.reduce((sum, plan) => sum + plan.rows * plan.columns, 0);
  const head = headOf(settings);
  return (parameters, source) => {
    writeParameters(program, nodes, trained, parameters);
    writeRows(source.support, rows, 0, settings.labelLimit);
    const assets = writeTask(arrays, 0, source, settings);
    program.run();
    const filmNumbers = parameters.subarray(network.parameterCount, network.parameterCount + filmCount);
    const networkFor = (values: Float64Array): NetworkPredictor =>
      new NetworkPredictor(network, foldedNetwork(network, parameters, filmNumbers, values), head);
    const embedding = Float64Array.from(program.values(mean));
    const all = Float64Array.from(program.values(embeddings));
    const own = settings.encoder === 'asset-graph' ? assets.symbols : [];
    const bySymbol = new Map(
      own.map((symbol, place) => [symbol, networkFor(all.subarray(place * units, (place + 1) * units))]),
    );
    const predictor =
      bySymbol.size === 0 ? networkFor(embedding) : new AssetPredictor(networkFor(embedding), bySymbol);
    const plain = new NetworkPredictor(network, parameters.subarray(0, network.parameterCount), head);
    const lossBefore = lossOf(plain, source.support);
    const lossAfter = lossOf(predictor, source.support);
    const finite = embedding.every(Number.isFinite) && Number.isFinite(lossAfter);
    return { predictor: finite ? predictor : null, lossBefore, lossAfter, gradientNorm: 0, embedding };
  };
}

/** A network for each asset of a task, and one for others. */
class AssetPredictor implements Predictor {
  readonly parametersHash: string;
  readonly quantiles?: (features: Float64Array) => Float64Array;
  readonly #others: NetworkPredictor;
  readonly #bySymbol: ReadonlyMap<number, NetworkPredictor>;

  constructor(others: NetworkPredictor, bySymbol: ReadonlyMap<number, NetworkPredictor>) {
    this.#others = others;
    this.#bySymbol = bySymbol;
    if (others.quantiles) this.quantiles = others.quantiles;
    const hash = createHash('sha256').update(others.parametersHash);
    for (const [symbol, { parametersHash }] of bySymbol) hash.update(`${symbol} ${parametersHash}`);
    this.parametersHash = hash.digest('hex');
  }

  predict(features: Float64Array, symbol?: number): number {
    const own = symbol === undefined ? undefined : this.#bySymbol.get(symbol);
    return (own ?? this.#others).predict(features);
  }
}
