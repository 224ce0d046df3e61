import type { ArmRecord } from './run-record.ts';

/**
 * The names of the arms whose equity was zero or below at a mark, in their order, each once. It is told by the drawdown, which reaches −1
 * then and at no other time. Such an arm closed its positions and traded no more; an arm without metrics is not among them.
 */
export function ruinedArms(arms: readonly ArmRecord[]): readonly string[] {
  const ruined = arms.filter(({ metrics }) => (metrics.drawdown_max?.value ?? 0) <= -1);
  return [...new Set(ruined.map(({ name }) => name))];
}
