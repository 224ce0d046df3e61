import type { Values } from '../../math/batched-matmul.ts';
import { classPortfolios } from './class-portfolios.ts';
import { input } from './graph/operations/leaf.ts';
import type { Episode } from './meta-learner.ts';
import type { TaskInputs } from './method.ts';
import {
  type ClassedRows,
  classByLabel,
  classCounts,
  classesOf,
  classify,
  classMeans,
} from './prototype-classes.ts';
import type { PrototypicalSettingsFull } from './prototypical-settings.ts';
import { rowsUsed, usedRow, winsorise } from './sample-rows.ts';

/**
 * What the training of a prototypical network reads beside its rows: the membership of support rows, [tasks, rows,
 * classes]; which classes have rows, [tasks, 1, classes]; what each class says of each query row, and the class of each
 * query row by the edges of the support, both [tasks, queries, classes].
 */
export function classInputs(settings: PrototypicalSettingsFull): TaskInputs {
  const classes = classesOf(settings);
  const pastRows = settings.classes === 'regimes' ? settings.pastTasks * settings.pastRows : 0;
  const rows = settings.supportCapacity + pastRows;
  const queries = settings.queryCapacity;
  return {
    define: (graph, tasks) => [
      input(graph, 'membership', [tasks, rows, classes]),
      input(graph, 'known classes', [tasks, 1, classes]),
      input(graph, 'values of classes', [tasks, queries, classes]),
      input(graph, 'classes of queries', [tasks, queries, classes]),
    ],
    write([membership, known, values, targets], task, { support, query, past = [] }) {
      const classed = classify({ support, past }, settings);
      const counts = classCounts(classed);
      membership!.fill(0, task * rows * classes, (task + 1) * rows * classes);
      classed.classOf.forEach((one, row) => {
        membership![(task * rows + row) * classes + one] = 1 / counts[one]!;
      });
      counts.forEach((count, one) => {
        known![task * classes + one] = count > 0 ? 1 : 0;
      });
      writeQueries({ values: values!, targets: targets! }, { task, classed, query }, settings);
    },
  };
}

interface QueryArrays {
  readonly values: Values;
  readonly targets: Values;
}

interface QueryTask {
  readonly task: number;
  readonly classed: ClassedRows;
  readonly query: Episode['query'];
}

function writeQueries(
  { values, targets }: QueryArrays,
  { task, classed, query }: QueryTask,
  settings: PrototypicalSettingsFull,
): void {
  const { queryCapacity, labelLimit, loss } = settings;
  const { classes, edges } = classed;
  const means = classMeans(classed);
  const portfolios = loss === 'log-wealth' ? classPortfolios(classed) : null;
  const used = rowsUsed(query.rows, queryCapacity);
  const start = task * queryCapacity * classes;
  values.fill(0, start, start + queryCapacity * classes);
  targets.fill(0, start, start + queryCapacity * classes);
  for (let place = 0; place < used; place++) {
    const row = usedRow(place, query.rows, queryCapacity);
    const symbol = query.symbols?.[row] ?? row;
    const at = start + place * classes;
    for (let one = 0; one < classes; one++) {
      values[at + one] = portfolios === null ? means[one]! : portfolios.weight(one, symbol);
    }
    if (edges.length > 0) targets[at + classByLabel(winsorise(query.labels[row]!, labelLimit), edges)] = 1;
  }
}
