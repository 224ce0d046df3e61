import type { Graph, Node } from './graph/node.ts';
import { input, parameter } from './graph/operations/leaf.ts';
import type { Program } from './graph/program.ts';
import type { PortfolioRows, TaskRows } from './loss.ts';
import { type ParameterLayout, tensorShape } from './network.ts';
import type { RowArrays } from './sample-rows.ts';

/** How many rows of how many tasks a graph reads. */
export interface BatchExtents {
  readonly tasks: number;
  readonly capacity: number;
  readonly featureCount: number;
  /** Whether the rows are positions of portfolios; not where left out. */
  readonly portfolios?: boolean;
}

/** The inputs for one kind of rows, `support` or `query`. */
export function rowInputs(graph: Graph, name: string, extents: BatchExtents): TaskRows {
  const { tasks, capacity, featureCount, portfolios = false } = extents;
  const column = (what: string): Node => input(graph, `${name} ${what}`, [tasks, capacity, 1]);
  const portfolio: PortfolioRows | null = portfolios
    ? {
        slices: column('slices'),
        previous: column('previous rows'),
        hasPrevious: column('rows with a previous one'),
        isHeld: column('slices with a portfolio before'),
        units: column('units'),
        sliceWeights: column('slice weights'),
      }
    : null;
  return {
    ...(portfolio ? { portfolio } : {}),
    features: input(graph, `${name} features`, [tasks, capacity, featureCount]),
    labels: column('labels'),
    weights: column('weights'),
  };
}

/** All nodes of row inputs. */
export function rowNodes({ features, labels, weights, portfolio }: TaskRows): readonly Node[] {
  return [features, labels, weights, ...(portfolio ? (Object.values(portfolio) as Node[]) : [])];
}

/** The arrays behind row inputs in a compiled program. */
export function rowArrays(program: Program, rows: TaskRows): RowArrays {
  const { portfolio } = rows;
  return {
    portfolio: portfolio
      ? {
          slices: program.values(portfolio.slices),
          previous: program.values(portfolio.previous),
          hasPrevious: program.values(portfolio.hasPrevious),
          isHeld: program.values(portfolio.isHeld),
          units: program.values(portfolio.units),
          sliceWeights: program.values(portfolio.sliceWeights),
        }
      : null,
    features: program.values(rows.features),
    labels: program.values(rows.labels),
    weights: program.values(rows.weights),
    capacity: rows.features.shape[1],
    featureCount: rows.features.shape[2],
  };
}

/** One parameter node for each tensor of the layout, shared by all tasks. */
export function parameterNodes(graph: Graph, layout: ParameterLayout): readonly Node[] {
  return layout.tensors.map((tensor) => parameter(graph, tensor.name, tensorShape(tensor, 1)));
}

/** Copies the flat parameter vector into the program's parameters. */
export function writeParameters(
  program: Program,
  nodes: readonly Node[],
  layout: ParameterLayout,
  parameters: Float64Array,
): void {
  layout.tensors.forEach(({ offset, rows, columns }, place) => {
    const values = program.values(nodes[place]!);
    for (let i = 0; i < rows * columns; i++) values[i] = parameters[offset + i]!;
  });
}

/** Copies one task's slice of a value for each tensor into a flat vector laid out as the parameters are. */
export function readTask(
  program: Program,
  nodes: readonly Node[],
  layout: ParameterLayout,
  task: number,
): Float64Array {
  const flat = new Float64Array(layout.parameterCount);
  layout.tensors.forEach(({ offset, rows, columns }, place) => {
    const values = program.values(nodes[place]!);
    const start = task * rows * columns;
    for (let i = 0; i < rows * columns; i++) flat[offset + i] = values[start + i]!;
  });
  return flat;
}
