import type { ArmRole } from '../model/arm-role.ts';
import type {
  ArmLeftOut,
  Experiment,
  PathArm,
  SeedArm,
  SensitivityArm,
  SensitivityAxis,
  SensitivityRow,
} from '../model/experiment.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';

/** Reads what a comparison found out beside its arms and its verdict. Inside a read transaction only. */
export class ExperimentReader {
  readonly #leftOut: SqlStatement;
  readonly #arms: SqlStatement;
  readonly #metrics: SqlStatement;
  readonly #sensitivity: SqlStatement;
  readonly #paths: SqlStatement;

  constructor(connection: Connection) {
    this.#leftOut = connection.prepare('SELECT arm, reason FROM arms_left_out WHERE run_id = ? ORDER BY arm');
    this.#arms = connection.prepare(
      `SELECT arm_id, name, role, seed, journal_hash FROM arms
       WHERE run_id = ? AND journal_hash IS NOT NULL ORDER BY arm_id`,
    );
    this.#metrics = connection.prepare('SELECT name, value, reason FROM metrics WHERE arm_id = ?');
    this.#sensitivity = connection.prepare(
      'SELECT * FROM sensitivity WHERE run_id = ? ORDER BY position, arm_position',
    );
    this.#paths = connection.prepare(
      'SELECT * FROM cross_validation_paths WHERE run_id = ? ORDER BY path, arm_position',
    );
  }

  /** The findings of a run; all empty for one that asked for none. */
  experiment({ runId }: { readonly runId: number }): Experiment {
    return {
      leftOut: this.#leftOut.all(runId) as unknown as ArmLeftOut[],
      seeds: this.#seedArms(runId),
      sensitivity: sensitivityRows(this.#sensitivity.all(runId)),
      paths: this.#paths.all(runId).map(pathArm),
    };
  }

  #seedArms(runId: number): SeedArm[] {
    const rows = this.#arms.all(runId);
    if (new Set(rows.map((row) => row['seed'])).size < 2) return [];
    const arms = rows.map((row) => ({
      arm: row['name'] as string,
      role: row['role'] as ArmRole,
      seed: row['seed'] as number,
      armId: row['arm_id'] as number,
      journalHash: row['journal_hash'] as string,
      metrics: this.#metricsOf(row['arm_id'] as number),
    }));
    return arms.map((arm) => {
      const subject = arms.find(({ role, seed }) => role === 'subject' && seed === arm.seed);
      const own = arm.metrics.sharpe?.value ?? null;
      const other = subject?.metrics.sharpe?.value ?? null;
      const isPair = arm.role !== 'subject' && own !== null && other !== null;
      return { ...arm, sharpeDifference: isPair ? other - own : null };
    });
  }

  #metricsOf(armId: number): Partial<Record<MetricName, MetricValue>> {
    return Object.fromEntries(
      this.#metrics.all(armId).map(({ name, value, reason }) => [name, { value, reason } as MetricValue]),
    );
  }
}

/** Rows of the table stand together where they have the same position. */
function sensitivityRows(rows: readonly SqlRow[]): SensitivityRow[] {
  const found = new Map<number, Omit<SensitivityRow, 'arms'> & { readonly arms: SensitivityArm[] }>();
  for (const row of rows) {
    const position = row['position'] as number;
    const known = found.get(position) ?? {
      axis: row['axis'] as SensitivityAxis,
      setting: row['setting'] as string,
      isBase: row['is_base'] === 1,
      note: row['note'] as string | null,
      arms: [],
    };
    known.arms.push({ ...figuresOf(row), journalHash: row['journal_hash'] as string | null });
    found.set(position, known);
  }
  return [...found.values()];
}

function pathArm(row: SqlRow): PathArm {
  return {
    path: row['path'] as number,
    splits: JSON.parse(row['splits'] as string) as number[],
    ...figuresOf(row),
    journalHash: row['journal_hash'] as string,
  };
}

function figuresOf(row: SqlRow): Omit<SensitivityArm, 'journalHash'> {
  return {
    arm: row['arm'] as string,
    role: row['role'] as ArmRole,
    sharpe: row['sharpe'] as number | null,
    totalReturn: row['total_return'] as number | null,
    sharpeDifference: row['sharpe_difference'] as number | null,
  };
}
