import type { StudyRecord } from '../model/study.ts';
import { textTable } from './text-table.ts';

/** Every score of a study, one a line. */
export function studyLines({ scores }: StudyRecord): string[] {
  const columns = ['contender', 'condition', 'seed', 'measure', 'value'].map(
    (heading) => ({ heading, align: heading === 'value' || heading === 'seed' ? 'right' : 'left' }) as const,
  );
  const rows = scores.map(({ contender, condition, seed, measure, value }) => [
    contender,
    condition,
    String(seed),
    measure,
    value === null ? '–' : value.toPrecision(6),
  ]);
  return [textTable(columns, rows)];
}
