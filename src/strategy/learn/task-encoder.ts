import { affine } from './graph/compositions/affine.ts';
import { attention } from './graph/compositions/attention.ts';
import type { Node } from './graph/node.ts';
import { add } from './graph/operations/add-scaled.ts';
import { broadcastTo } from './graph/operations/broadcast.ts';
import { above } from './graph/operations/compare.ts';
import { concat } from './graph/operations/concat.ts';
import { divide } from './graph/operations/divide.ts';
import { constant } from './graph/operations/leaf.ts';
import { matmul } from './graph/operations/matmul.ts';
import { maximum } from './graph/operations/maximum.ts';
import { multiply } from './graph/operations/multiply.ts';
import { transpose } from './graph/operations/permute.ts';
import { sumOver } from './graph/operations/reduce.ts';
import { tanh } from './graph/operations/tanh.ts';
import type { TaskRows } from './loss.ts';
import { META_FEATURE_NAMES } from './meta-features.ts';
import type { TaskEmbeddingSettingsFull } from './task-embedding-settings.ts';
import { affinePlans, type TensorPlan } from './tensor-layout.ts';

/** What an encoder reads of a task; each node is there where the encoder asks for it. */
export interface EncodedTask {
  /** The support rows. */
  readonly support: TaskRows;
  /** [tasks, 1, meta-features] */
  readonly metaFeatures: Node;
  /** The rows of past tasks, [tasks, past rows, features] and [tasks, past rows, 1]. */
  readonly pastFeatures: Node;
  readonly pastLabels: Node;
  /** [tasks, past tasks, past rows]: 1 / rows of the past task where a row belongs to it. */
  readonly pastMembership: Node;
  /** [tasks, assets, support rows]: 1 / rows of the asset where a row belongs to it. */
  readonly assetMembership: Node;
  /** [tasks, assets, assets]: D^−½ (A + I) D^−½, with zeros where there is no asset. */
  readonly adjacency: Node;
}

/** The tensors of an encoder, in the order in which it reads them. */
export function encoderPlans(settings: TaskEmbeddingSettingsFull, featureCount: number): TensorPlan[] {
  const units = settings.embeddingUnits;
  const rows = affinePlans('row encoder', featureCount + 1, units);
  const square = (name: string): TensorPlan[] => affinePlans(name, units, units);
  switch (settings.encoder) {
    case 'meta-features':
      return affinePlans('meta-feature encoder', META_FEATURE_NAMES.length, units);
    case 'set-attention':
      return [
        ...rows,
        ...['set queries', 'set keys', 'set values'].flatMap(square),
        { name: 'pooling seed', rows: 1, columns: units, first: 'glorot' },
        ...['pooling keys', 'pooling values'].flatMap(square),
      ];
    case 'segment-attention':
      return [
        ...rows,
        ...['segment queries', 'segment keys', 'segment values'].flatMap(square),
        ...affinePlans('segment mixer', 2 * units, units),
      ];
    case 'asset-graph':
      return [...rows, ...square('first graph layer'), ...square('second graph layer')];
  }
}

/**
 * The embedding of each task, [tasks, 1, units]; of the asset graph that of each asset, [tasks, assets, units].
 *
 * - `'meta-features'`: tanh of an affine map.
 * - `'set-attention'`: rows (x, y) attend to each other, and a trained seed to all of them (Lee et al. 2019, Set
 *   Transformer, equations 7 and 11, one head and no row-wise layer); the order of the rows does not matter.
 * - `'segment-attention'`: the mean encoded row of the support attends to those of past tasks, which ended before
 *   (Wood et al. 2023, X-Trend, section 3, with one vector a segment); without a past task it stands alone.
 * - `'asset-graph'`: the mean encoded rows of assets, through two layers tanh(ÂHW + b) (Kipf & Welling 2017, equation
 *   2); an isolated asset keeps to itself.
 */
export function encodeTask(read: () => Node, task: EncodedTask, settings: TaskEmbeddingSettingsFull): Node {
  const { encoder } = settings;
  const map = (node: Node): Node => affine(node, read(), read());
  if (encoder === 'meta-features') return tanh(map(task.metaFeatures));
  const { features, labels, weights } = task.support;
  const rowWeights = read();
  const rowBiases = read();
  const encode = (x: Node, y: Node): Node => tanh(affine(concat([x, y], 'columns'), rowWeights, rowBiases));
  const rows = encode(features, labels);
  if (encoder === 'set-attention') {
    const mask = transpose(above(weights, constant(weights.graph, 0, [1, 1, 1])));
    const mixed = add(rows, attention({ queries: map(rows), keys: map(rows), values: map(rows), mask }));
    const seed = read();
    const queries = broadcastTo(seed, [rows.shape[0], 1, seed.shape[2]]);
    return tanh(attention({ queries, keys: map(mixed), values: map(mixed), mask }));
  }
  if (encoder === 'segment-attention') {
    const own = sumOver(multiply(weights, rows), 'rows');
    const segments = matmul(task.pastMembership, encode(task.pastFeatures, task.pastLabels));
    const members = transpose(sumOver(task.pastMembership, 'columns'));
    const mask = above(members, constant(members.graph, 0.5, [1, 1, 1]));
    const found = attention({ queries: map(own), keys: map(segments), values: map(segments), mask });
    return tanh(map(concat([own, found], 'columns')));
  }
  const assets = matmul(task.assetMembership, rows);
  const layer = (units: Node): Node => tanh(map(matmul(task.adjacency, units)));
  return layer(layer(assets));
}

/** The mean of the embeddings of the assets that have rows, [tasks, 1, units]. */
export function meanEmbedding(embeddings: Node, assetMembership: Node): Node {
  const { graph } = embeddings;
  const members = sumOver(assetMembership, 'columns');
  const isAsset = above(members, constant(graph, 0.5, [1, 1, 1]));
  const count = maximum(sumOver(isAsset, 'rows'), constant(graph, 1, [1, 1, 1]));
  return divide(sumOver(multiply(isAsset, embeddings), 'rows'), count);
}
