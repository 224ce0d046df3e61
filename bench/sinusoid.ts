import { SINUSOID_ROWS } from './sinusoid-rows.ts';
import { testRow, trainRow } from './sinusoid-run.ts';

const TEST_TASKS = 2000;

/** What the words behind `sinusoid` choose. */
interface Choice {
  readonly rows: readonly string[];
  /** Null for those of the published row. */
  readonly iterations: number | null;
  readonly seed: number;
}

/**
 * The few-shot sinusoid tables, trained in full: minutes a row, so it is run by name only.
 * `--rows=a,b` chooses rows, `--iterations=n` shortens the training, `--seed=n` is 0 where it is left out. Prints each
 * row with its settings, and the mean squared errors over 2,000 test tasks beside the reference; gives the means.
 */
export async function sinusoidBench(words: readonly string[]): Promise<Record<string, number>> {
  const choice = choiceOf(words);
  const figures: Record<string, number> = {};
  for (const name of choice.rows) runRow(name, choice, figures);
  return figures;
}

function runRow(name: string, { iterations, seed }: Choice, figures: Record<string, number>): void {
  const row = SINUSOID_ROWS[name]!;
  const count = iterations ?? row.iterations;
  const { settings } = row.learner(count, null);
  process.stderr.write(`${name}: seed ${seed}, settings ${JSON.stringify(settings)}\n`);
  const start = performance.now();
  const checkpoint = trainRow(row, count, seed);
  const seconds = (performance.now() - start) / 1000;
  process.stderr.write(`${name}: ${count} iterations of ${row.iterations} in ${seconds.toFixed(0)} s\n`);
  for (const trial of row.trials) {
    const { mean, halfWidth, median, diverged } = testRow(row, checkpoint, trial, TEST_TASKS);
    const steps = trial.steps ?? 'trained';
    process.stderr.write(
      `${name}: ${trial.shots} shots, ${steps} steps: mean ${mean.toFixed(3)} ± ${halfWidth.toFixed(3)}, ` +
        `median ${median.toFixed(3)}, ${diverged} diverged; reference ${trial.reference ?? 'none'}\n`,
    );
    figures[`${name}_${trial.shots}_shots_${steps}_steps_mse`] = mean;
  }
}

function choiceOf(words: readonly string[]): Choice {
  const option = (name: string): string | null =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null;
  const rows = option('rows')?.split(',') ?? Object.keys(SINUSOID_ROWS);
  const unknown = rows.filter((row) => !Object.hasOwn(SINUSOID_ROWS, row));
  if (unknown.length > 0) {
    throw new Error(`No row ${unknown.join(', ')}; there are ${Object.keys(SINUSOID_ROWS).join(', ')}`);
  }
  const iterations = option('iterations');
  return {
    rows,
    iterations: iterations === null ? null : Number.parseInt(iterations, 10),
    seed: Number.parseInt(option('seed') ?? '0', 10),
  };
}
