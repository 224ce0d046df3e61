import { affine } from './graph/compositions/affine.ts';
import { attention, causalMask } from './graph/compositions/attention.ts';
import { causalConvolution } from './graph/compositions/convolution.ts';
import { maskedSoftmax } from './graph/compositions/softmax.ts';
import type { Node } from './graph/node.ts';
import { add, shift } from './graph/operations/add-scaled.ts';
import { broadcastTo } from './graph/operations/broadcast.ts';
import { above, atLeast } from './graph/operations/compare.ts';
import { concat } from './graph/operations/concat.ts';
import { gather } from './graph/operations/gather.ts';
import { constant } from './graph/operations/leaf.ts';
import { matmul } from './graph/operations/matmul.ts';
import { maximum } from './graph/operations/maximum.ts';
import { multiply } from './graph/operations/multiply.ts';
import { transpose } from './graph/operations/permute.ts';
import { sumOver } from './graph/operations/reduce.ts';
import { scale } from './graph/operations/scale.ts';
import { sigmoid } from './graph/operations/sigmoid.ts';
import { slice } from './graph/operations/slice.ts';
import { tanh } from './graph/operations/tanh.ts';
import { headOf } from './head.ts';
import type { TaskRows } from './loss.ts';
import type { SnailSettingsFull } from './snail-settings.ts';
import { affinePlans, nodeReader, type TensorPlan } from './tensor-layout.ts';

/** Beside the features, an element has its label and whether it has one. */
const LABEL_COLUMNS = 2;

/** An element reads itself and one element before it. */
const TAPS = 2;

/** The convolutions of a block: ⌈log₂ T⌉, with dilations 1, 2, 4 …, so that the last of T elements sees the first. */
export function dilationsOf({
  supportCapacity,
}: Pick<SnailSettingsFull, 'supportCapacity'>): readonly number[] {
  const layers = Math.max(1, Math.ceil(Math.log2(supportCapacity + 1)));
  return Array.from({ length: layers }, (_, layer) => 1 << layer);
}

/** All tensors, in the order in which the functions below read them. */
export function snailPlans(settings: SnailSettingsFull, featureCount: number): readonly TensorPlan[] {
  const { blocks, filters, keyUnits, valueUnits } = settings;
  const plans = affinePlans('input', featureCount + LABEL_COLUMNS, filters);
  let columns = filters;
  for (let block = 1; block <= blocks; block++) {
    for (const dilation of dilationsOf(settings)) {
      const name = `block ${block} dilation ${dilation}`;
      plans.push(...affinePlans(`${name} filter`, TAPS * columns, filters));
      plans.push(...affinePlans(`${name} gate`, TAPS * columns, filters));
      columns += filters;
    }
    plans.push(...affinePlans(`block ${block} queries`, columns, keyUnits));
    plans.push(...affinePlans(`block ${block} keys`, columns, keyUnits));
    plans.push(...affinePlans(`block ${block} values`, columns, valueUnits));
    columns += valueUnits;
  }
  return [...plans, ...affinePlans('output', columns, headOf(settings).units)];
}

/** What a query needs of the sequence before it. */
export interface SequenceMemory {
  /** For each convolution, the element that lies its dilation before the query, [tasks, 1, columns]; zeros for none. */
  readonly taps: readonly Node[];
  /** For each block of attention, [tasks, elements, keyUnits] and [tasks, elements, valueUnits]. */
  readonly keys: readonly Node[];
  readonly values: readonly Node[];
  /** [tasks, 1, elements]: 1 where there is an element. */
  readonly known: Node;
}

/** The elements of a support after every block, [tasks, elements, columns], and what a query needs of them. */
export function sequenceStates(
  parameters: readonly Node[],
  support: TaskRows,
  settings: SnailSettingsFull,
): { readonly states: Node; readonly memory: SequenceMemory } {
  const { graph } = support.labels;
  const read = nodeReader(parameters);
  const isRow = above(support.weights, constant(graph, 0, [1, 1, 1]));
  const elements = concat([support.features, support.labels, isRow], 'columns');
  const count = sumOver(isRow, 'rows');
  const mask = causalMask(graph, support.labels.shape[1]);
  const taps: Node[] = [];
  const keys: Node[] = [];
  const values: Node[] = [];
  let states = affine(elements, read(), read());
  for (let block = 0; block < settings.blocks; block++) {
    for (const dilation of dilationsOf(settings)) {
      taps.push(elementBefore(states, count, dilation));
      const convolved = (): Node => {
        const weights = read();
        return add(causalConvolution(states, weights, { size: TAPS, dilation }), read());
      };
      states = concat([states, gated(convolved(), convolved())], 'columns');
    }
    const queries = affine(states, read(), read());
    keys.push(affine(states, read(), read()));
    values.push(affine(states, read(), read()));
    const found = attention({ queries, keys: keys.at(-1)!, values: values.at(-1)!, mask });
    states = concat([states, found], 'columns');
  }
  return { states, memory: { taps, keys, values, known: transpose(isRow) } };
}

/** What a query needs of a support. */
export function sequenceMemory(
  parameters: readonly Node[],
  support: TaskRows,
  settings: SnailSettingsFull,
): SequenceMemory {
  return sequenceStates(parameters, support, settings).memory;
}

/**
 * The outputs of the head for query rows, [tasks, queries, units], each of which is the last element of a sequence of its
 * own, so that no query sees another.
 */
export function queryOutputs(
  parameters: readonly Node[],
  features: Node,
  memory: SequenceMemory,
  settings: SnailSettingsFull,
): Node {
  const [tasks, rows] = features.shape;
  const read = nodeReader(parameters);
  const unlabelled = constant(features.graph, 0, [tasks, rows, LABEL_COLUMNS]);
  let states = affine(concat([features, unlabelled], 'columns'), read(), read());
  let layer = 0;
  for (let block = 0; block < settings.blocks; block++) {
    for (const _ of dilationsOf(settings)) {
      const tap = memory.taps[layer++]!;
      const window = concat([states, broadcastTo(tap, [tasks, rows, tap.shape[2]])], 'columns');
      states = concat(
        [states, gated(affine(window, read(), read()), affine(window, read(), read()))],
        'columns',
      );
    }
    const queries = affine(states, read(), read());
    const own = { key: affine(states, read(), read()), value: affine(states, read(), read()) };
    const before = { keys: memory.keys[block]!, values: memory.values[block]!, known: memory.known };
    states = concat([states, attended(queries, own, before)], 'columns');
  }
  return affine(states, read(), read());
}

/** tanh(filter) · σ(gate). */
function gated(filter: Node, gate: Node): Node {
  return multiply(tanh(filter), sigmoid(gate));
}

/** The element that lies so far before the one behind the last, [tasks, 1, columns]; zeros where there is none. */
function elementBefore(states: Node, count: Node, distance: number): Node {
  const place = shift(count, -distance);
  const zero = constant(states.graph, 0, [1, 1, 1]);
  return multiply(atLeast(place, zero), gather(states, maximum(place, zero)));
}

interface OwnElement {
  readonly key: Node;
  readonly value: Node;
}

interface EarlierElements {
  readonly keys: Node;
  readonly values: Node;
  readonly known: Node;
}

/** Attention of every query to the elements before it and to itself. */
function attended(queries: Node, own: OwnElement, before: EarlierElements): Node {
  const [tasks, rows, units] = queries.shape;
  const count = before.keys.shape[1];
  const earlier = matmul(queries, before.keys, { right: true });
  const itself = sumOver(multiply(queries, own.key), 'columns');
  const scores = scale(concat([earlier, itself], 'columns'), 1 / Math.sqrt(units));
  const ones = constant(queries.graph, 1, [tasks, rows, 1]);
  const mask = concat([broadcastTo(before.known, [tasks, rows, count]), ones], 'columns');
  const weights = maskedSoftmax(scores, mask, 'columns');
  const fromEarlier = matmul(slice(weights, 'columns', [0, count]), before.values);
  return add(fromEarlier, multiply(slice(weights, 'columns', [count, count + 1]), own.value));
}
