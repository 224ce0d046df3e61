import type { Values } from '../../math/batched-matmul.ts';
import { type AssetGraph, assetGraph } from './asset-graph.ts';
import type { Graph, Node } from './graph/node.ts';
import { input } from './graph/operations/leaf.ts';
import { META_FEATURE_NAMES } from './meta-features.ts';
import type { SampleSet } from './meta-learner.ts';
import type { TaskSource } from './method.ts';
import { recalledRows } from './past-rows.ts';
import { rowsUsed, usedRow } from './sample-rows.ts';
import { taskDescription } from './task-description.ts';
import { nearestTasks } from './task-distances.ts';
import type { TaskEmbeddingSettingsFull } from './task-embedding-settings.ts';
import type { EncodedTask } from './task-encoder.ts';

/** The inputs of encoders beside the support rows. */
export type EncoderInputs = Omit<EncodedTask, 'support'>;

/** Adds them to a graph; what an encoder does not read is left out of the program. */
export function encoderInputs(
  graph: Graph,
  tasks: number,
  { settings, featureCount }: { readonly settings: TaskEmbeddingSettingsFull; readonly featureCount: number },
): EncoderInputs {
  const { assetCapacity, supportCapacity } = settings;
  const segments = Math.max(1, settings.pastTasks);
  const pastRows = segments * settings.pastRows;
  return {
    metaFeatures: input(graph, 'meta-features', [tasks, 1, META_FEATURE_NAMES.length]),
    pastFeatures: input(graph, 'past features', [tasks, pastRows, featureCount]),
    pastLabels: input(graph, 'past labels', [tasks, pastRows, 1]),
    pastMembership: input(graph, 'past membership', [tasks, segments, pastRows]),
    assetMembership: input(graph, 'asset membership', [tasks, assetCapacity, supportCapacity]),
    adjacency: input(graph, 'adjacency', [tasks, assetCapacity, assetCapacity]),
  };
}

/** The arrays behind the inputs. */
export type EncoderArrays = { readonly [Name in keyof EncoderInputs]: Values };

/** The nodes in a fixed order. */
export function encoderNodes(inputs: EncoderInputs): readonly Node[] {
  const { metaFeatures, pastFeatures, pastLabels, pastMembership, assetMembership, adjacency } = inputs;
  return [metaFeatures, pastFeatures, pastLabels, pastMembership, assetMembership, adjacency];
}

/** The arrays in the same order, by their names. */
export function encoderArrays(values: readonly Values[]): EncoderArrays {
  const [metaFeatures, pastFeatures, pastLabels, pastMembership, assetMembership, adjacency] = values;
  return {
    metaFeatures: metaFeatures!,
    pastFeatures: pastFeatures!,
    pastLabels: pastLabels!,
    pastMembership: pastMembership!,
    assetMembership: assetMembership!,
    adjacency: adjacency!,
  };
}

/** Writes what an encoder reads of one task; gives the graph of its assets. */
export function writeTask(
  arrays: EncoderArrays,
  task: number,
  { support, past }: TaskSource,
  settings: TaskEmbeddingSettingsFull,
): AssetGraph {
  arrays.metaFeatures.set(taskDescription(support), task * META_FEATURE_NAMES.length);
  if (settings.encoder === 'segment-attention') writePast(arrays, task, { support, past }, settings);
  const graph = assetGraph(support, settings.assetCapacity, settings.correlationMin);
  if (settings.encoder === 'asset-graph') writeAssets(arrays, task, { support, graph }, settings);
  return graph;
}

function writePast(
  arrays: EncoderArrays,
  task: number,
  { support, past }: TaskSource,
  settings: TaskEmbeddingSettingsFull,
): void {
  const { featureCount } = support;
  const segments = Math.max(1, settings.pastTasks);
  const rows = segments * settings.pastRows;
  arrays.pastFeatures.fill(0, task * rows * featureCount, (task + 1) * rows * featureCount);
  arrays.pastLabels.fill(0, task * rows, (task + 1) * rows);
  arrays.pastMembership.fill(0, task * segments * rows, (task + 1) * segments * rows);
  nearestTasks(support, past, settings.pastTasks).forEach((one, segment) => {
    const used = recalledRows([one], settings.pastRows, settings);
    const start = segment * settings.pastRows;
    arrays.pastFeatures.set(used.features, (task * rows + start) * featureCount);
    arrays.pastLabels.set(used.labels, task * rows + start);
    const at = (task * segments + segment) * rows + start;
    arrays.pastMembership.fill(1 / used.rows, at, at + used.rows);
  });
}

function writeAssets(
  arrays: EncoderArrays,
  task: number,
  { support, graph }: { readonly support: SampleSet; readonly graph: AssetGraph },
  { assetCapacity, supportCapacity }: TaskEmbeddingSettingsFull,
): void {
  const count = graph.symbols.length;
  const places = Array.from({ length: rowsUsed(support.rows, supportCapacity) }, (_, place) => {
    return graph.placeOf[usedRow(place, support.rows, supportCapacity)]!;
  });
  const size = assetCapacity * supportCapacity;
  arrays.assetMembership.fill(0, task * size, (task + 1) * size);
  places.forEach((asset, place) => {
    const rows = places.filter((other) => other === asset).length;
    if (asset >= 0) arrays.assetMembership[task * size + asset * supportCapacity + place] = 1 / rows;
  });
  const square = assetCapacity * assetCapacity;
  arrays.adjacency.fill(0, task * square, (task + 1) * square);
  graph.adjacency.forEach((value, at) => {
    const [row, column] = [Math.floor(at / count), at % count];
    arrays.adjacency[task * square + row * assetCapacity + column] = value;
  });
}
