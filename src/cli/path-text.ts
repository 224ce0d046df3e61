import type { RunReport } from '../model/run-record.ts';
import { type TextColumn, textTable } from './text-table.ts';

/**
 * The paths of a cross-validation: of each the Sharpe ratio of the subject and its difference to each control, then how the differences are
 * distributed. Nothing where there are none.
 */
export function pathLines({ experiment }: RunReport): string[] {
  const { paths } = experiment;
  if (paths.length === 0) return [];
  const count = Math.max(...paths.map(({ path }) => path)) + 1;
  const arms = paths.filter(({ path }) => path === 0);
  const columns: TextColumn[] = [
    { heading: `${count} paths`, align: 'left' },
    { heading: `sharpe ${arms[0]!.arm}`, align: 'right' },
    ...arms.slice(1).map(({ arm }) => ({ heading: `Δ ${arm}`, align: 'right' as const })),
  ];
  const figures = arms.map(({ arm, role }) =>
    paths
      .filter((one) => one.arm === arm)
      .map(({ sharpe, sharpeDifference }) => (role === 'subject' ? sharpe : sharpeDifference)),
  );
  const rows = Array.from({ length: count }, (_, path) => [
    String(path + 1),
    ...figures.map((values) => decimal(values[path]!)),
  ]);
  const summary = (heading: string, of: (values: readonly number[]) => string): string[] => [
    heading,
    ...figures.map((values) => of(values.filter((value) => value !== null))),
  ];
  rows.push(
    summary('mean', (values) => decimal(meanOf(values))),
    summary('deviation', (values) => decimal(deviationOf(values))),
    summary('above 0', (values) => `${values.filter((value) => value > 0).length} of ${values.length}`),
  );
  return [textTable(columns, rows), ''];
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With n − 1 in the denominator. */
function deviationOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}

const decimal = (value: number | null): string =>
  value === null ? 'n/a' : value.toFixed(2).replace('-0.00', '0.00');
