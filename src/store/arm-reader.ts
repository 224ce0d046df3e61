import type { ArmRole } from '../model/arm-role.ts';
import type { MetricName } from '../model/metric-catalog.ts';
import type { MetricValue } from '../model/metric-value.ts';
import type {
  AdaptationRow,
  ArmRecord,
  CurrencyBalance,
  EquityColumns,
  OrderOutcome,
  OrderOutcomeKind,
  RegimeRow,
} from '../model/run-record.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';
import { MarkReader } from './mark-reader.ts';
import { MARKS_WHOLE_MAX, MarkThinner } from './mark-thinner.ts';
import { outcomesOfSteps } from './outcome-schema.ts';
import { TradedReader } from './traded-reader.ts';
import { TripReader } from './trip-reader.ts';

/** Reads arms with what a report shows of them. Inside a read transaction only. */
export class ArmReader {
  readonly #arms: SqlStatement;
  readonly #marks: MarkReader;
  readonly #traded: TradedReader;
  readonly #trips: TripReader;
  readonly #metrics: SqlStatement;
  readonly #regimes: SqlStatement;
  readonly #adaptations: SqlStatement;
  readonly #balances: SqlStatement;
  readonly #outcomes: SqlStatement;
  readonly #outcomesSoFar: SqlStatement;

  constructor(connection: Connection) {
    this.#arms = connection.prepare(
      'SELECT arms.*, runs.detail FROM arms JOIN runs USING (run_id) WHERE run_id = ? AND arms.seed = ? ORDER BY arm_id',
    );
    this.#marks = new MarkReader(connection);
    this.#traded = new TradedReader(connection);
    this.#trips = new TripReader(connection);
    this.#metrics = connection.prepare(
      `SELECT metrics.name, value, reason, position FROM metrics JOIN arms USING (arm_id)
       LEFT JOIN custom_metrics ON custom_metrics.run_id = arms.run_id AND custom_metrics.name = metrics.name
       WHERE arm_id = ? ORDER BY position`,
    );
    this.#regimes = connection.prepare('SELECT * FROM regime_events WHERE arm_id = ? ORDER BY sequence');
    this.#adaptations = connection.prepare('SELECT * FROM adaptations WHERE arm_id = ? ORDER BY sequence');
    this.#balances = connection.prepare('SELECT * FROM currency_balances WHERE arm_id = ? ORDER BY position');
    this.#outcomes = connection.prepare(
      'SELECT kind, reason, orders FROM order_outcomes WHERE arm_id = ? ORDER BY kind, reason',
    );
    this.#outcomesSoFar = connection.prepare(`${outcomesOfSteps('WHERE arm_id = ?')} ORDER BY kind, reason`);
  }

  /** The arms of a run with one of its seeds, in the order in which they began. */
  arms(runId: number, seed: number): ArmRecord[] {
    const rows = this.#arms.all(runId, seed);
    // The report cuts every arm at the changes that one of them confirmed.
    const changes = new Map(rows.map(({ arm_id: id }) => [id, this.#regimes.all(id).map(regimeRow)]));
    const times = new Set([...changes.values()].flatMap((regimes) => regimes.map(({ time }) => time)));
    this.#addSharedTimes(
      rows.map((row) => row['arm_id'] as number),
      times,
    );
    return rows.map((row) => {
      const armId = row['arm_id'] as number;
      const marks = this.#marks.count(armId);
      return {
        armId,
        name: row['name'] as string,
        role: row['role'] as ArmRole,
        description: row['description'] as string,
        journalHash: row['journal_hash'] as string | null,
        marks,
        equity: this.#equityColumns(armId, marks, times),
        traded: row['detail'] === 'summary' ? null : this.#traded.traded(armId),
        trips: this.#trips.trips(armId),
        ...this.#metricValues(armId),
        regimes: changes.get(armId)!,
        adaptations: this.#adaptations.all(armId).map(adaptationRow),
        balances: this.#balances.all(armId).map(balanceRow),
        outcomes: this.#outcomesOf(armId, row['journal_hash'] !== null),
      };
    });
  }

  /** Where arms are thinned, each of them keeps what any of them keeps, so that their curves have the same times. */
  #addSharedTimes(armIds: readonly number[], times: Set<number>): void {
    if (armIds.length < 2) return;
    const counts = armIds.map((armId) => this.#marks.count(armId));
    if (counts.every((marks) => marks <= MARKS_WHOLE_MAX)) return;
    for (const [i, armId] of armIds.entries()) {
      for (const time of this.#equityColumns(armId, counts[i]!, times).time) times.add(time);
    }
  }

  #equityColumns(armId: number, marks: number, times: ReadonlySet<number>): EquityColumns {
    const thinner = new MarkThinner(marks, times);
    this.#marks.each(armId, (values, at, endsDay) => thinner.take(values, at, endsDay));
    return thinner.finish();
  }

  #metricValues(armId: number): Pick<ArmRecord, 'metrics' | 'customMetrics'> {
    const metrics: Partial<Record<MetricName, MetricValue>> = {};
    const customMetrics: Record<string, MetricValue> = {};
    for (const { name, value, reason, position } of this.#metrics.all(armId)) {
      const metric = { value, reason } as MetricValue;
      if (position === null) metrics[name as MetricName] = metric;
      else customMetrics[name as string] = metric;
    }
    return { metrics, customMetrics };
  }

  /** Counted when the arm was finished; of another, as far as its steps were written. */
  #outcomesOf(armId: number, isFinished: boolean): OrderOutcome[] {
    const rows = isFinished ? this.#outcomes.all(armId) : this.#outcomesSoFar.all(armId, armId);
    return rows.map(outcomeRow);
  }
}

function balanceRow(row: SqlRow): CurrencyBalance {
  const number = (column: string) => row[column] as number;
  return {
    currency: row['currency'] as string,
    exchangeRate: row['exchange_rate'] as number | null,
    cash: number('cash'),
    profitRealised: number('profit_realised'),
    commission: number('commission'),
    adjustments: number('adjustments'),
    converted: number('converted'),
    currencyProfit: number('currency_profit'),
  };
}

function outcomeRow({ kind, reason, orders }: SqlRow): OrderOutcome {
  return { kind: kind as OrderOutcomeKind, reason: reason as string, orders: orders as number };
}

function regimeRow(row: SqlRow): RegimeRow {
  return {
    sequence: row['sequence'] as number,
    time: row['time'] as number,
    regimeFrom: row['regime_from'] as number,
    regimeTo: row['regime_to'] as number,
    changedAt: row['changed_at'] as number,
    lagBars: row['lag_bars'] as number,
    probability: row['probability'] as number,
    detector: row['detector'] as string,
  };
}

function adaptationRow(row: SqlRow): AdaptationRow {
  const number = (column: string) => row[column] as number | null;
  const text = (column: string) => row[column] as string | null;
  return {
    sequence: row['sequence'] as number,
    time: row['time'] as number,
    trigger: row['trigger'] as string,
    regimeSequence: number('regime_sequence'),
    learner: row['learner'] as string,
    status: row['status'] as AdaptationRow['status'],
    reason: text('reason'),
    supportFrom: number('support_from'),
    supportTo: number('support_to'),
    labelsKnownAt: number('labels_known_at'),
    supportRows: row['support_rows'] as number,
    supportHash: text('support_hash'),
    steps: number('steps'),
    lossBefore: number('loss_before'),
    lossAfter: number('loss_after'),
    gradientNorm: number('gradient_norm'),
    parametersBefore: text('parameters_before'),
    parametersAfter: text('parameters_after'),
    wallMs: number('wall_ms'),
    weight: number('weight'),
    pastTasks: number('past_tasks'),
    embedding: JSON.parse(text('embedding') ?? 'null'),
  };
}
