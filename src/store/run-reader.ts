import type { CalendarRecord } from '../model/calendar.ts';
import type { CustomMetricRecord } from '../model/custom-metric.ts';
import type { DataGap } from '../model/data-gap.ts';
import type { Instrument } from '../model/instrument.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { RunRecord, RunStatus, RunSymbol } from '../model/run-record.ts';
import type { Connection, SqlRow, SqlStatement } from './connection.ts';
import { type Liveness, presentStatus } from './run-lease.ts';

/** Which runs to list. */
export interface RunFilter {
  readonly strategyName?: string;
  readonly status?: RunStatus;
  /** At most so many, the newest. */
  readonly limit?: number;
}

/** How many run numbers an error names. */
const NAMED_RUNS = 5;

/** Reads runs, with the status that they have as far as this process can tell. */
export class RunReader {
  readonly #connection: Connection;
  readonly #liveness: Liveness;
  readonly #one: SqlStatement;
  readonly #all: SqlStatement;
  readonly #newest: SqlStatement;
  readonly #symbols: SqlStatement;
  readonly #instruments: SqlStatement;
  readonly #calendars: SqlStatement;
  readonly #gaps: SqlStatement;
  readonly #customMetrics: SqlStatement;
  readonly #trials: SqlStatement;
  readonly #trialSharpes: SqlStatement;

  constructor(connection: Connection, liveness: Liveness) {
    this.#connection = connection;
    this.#liveness = liveness;
    this.#one = connection.prepare('SELECT * FROM runs WHERE run_id = ?');
    this.#all = connection.prepare('SELECT * FROM runs ORDER BY run_id DESC');
    this.#newest = connection.prepare('SELECT run_id FROM runs ORDER BY run_id DESC LIMIT ?');
    this.#symbols = connection.prepare('SELECT * FROM run_symbols WHERE run_id = ? ORDER BY position');
    this.#instruments = connection.prepare(
      'SELECT * FROM instruments WHERE run_id = ? ORDER BY symbol_index',
    );
    this.#calendars = connection.prepare('SELECT * FROM calendars WHERE run_id = ? ORDER BY name');
    this.#gaps = connection.prepare('SELECT * FROM data_gaps WHERE run_id = ? ORDER BY position');
    this.#customMetrics = connection.prepare(
      'SELECT * FROM custom_metrics WHERE run_id = ? ORDER BY position',
    );
    this.#trialSharpes = connection.prepare(
      `SELECT avg(sharpe) AS sharpe FROM (
         SELECT config_hash, value AS sharpe FROM runs JOIN arms USING (run_id)
         JOIN metrics ON metrics.arm_id = arms.arm_id AND metrics.name = 'sharpe'
         WHERE strategy_name = ?1 AND data_hash = ?2 AND role = 'subject' AND kind <> 'sweep'
           AND (status = 'complete' OR config_hash = ?3)
         UNION ALL SELECT config_hash, value FROM trials
         JOIN trial_metrics ON trial_metrics.trial_id = trials.trial_id AND trial_metrics.name = 'sharpe'
         WHERE strategy_name = ?1 AND data_hash = ?2)
       WHERE sharpe IS NOT NULL GROUP BY config_hash ORDER BY config_hash`,
    );
    this.#trials = connection.prepare(
      `SELECT count(*) AS trials FROM (
         SELECT config_hash FROM runs
         WHERE strategy_name = ?1 AND data_hash = ?2 AND status = 'complete' AND kind NOT IN ('sweep', 'study')
         UNION SELECT config_hash FROM trials WHERE strategy_name = ?1 AND data_hash = ?2
         UNION SELECT config_hash FROM removed_trials WHERE strategy_name = ?1 AND data_hash = ?2
         UNION SELECT ?3 AS config_hash) WHERE config_hash IS NOT NULL`,
    );
  }

  /** Runs that pass the filter, newest first. */
  runs({ strategyName, status, limit = Number.POSITIVE_INFINITY }: RunFilter): RunRecord[] {
    return this.#connection.read(() => {
      const found: RunRecord[] = [];
      for (const row of this.#all.iterate()) {
        if (found.length >= limit) break;
        if (strategyName !== undefined && row['strategy_name'] !== strategyName) continue;
        if (status !== undefined && this.#status(row) !== status) continue;
        found.push(this.#record(row));
      }
      return found;
    });
  }

  /** One run. Throws E_RUN_UNKNOWN, which names the newest runs that there are. */
  run(runId: number): RunRecord {
    return this.#connection.read(() => {
      const row = Number.isSafeInteger(runId) ? this.#one.get(runId) : undefined;
      if (row === undefined) throw this.#unknown(runId);
      return this.#record(row);
    });
  }

  /** Distinct configurations among the complete runs and the trials of sweeps of a strategy on the same data, `including` one. */
  trials(strategyName: string, dataHash: string, including: string | null): number {
    return this.#connection.read(() => {
      const row = this.#trials.get({ 1: strategyName, 2: dataHash, 3: including });
      return row!['trials'] as number;
    });
  }

  /** The annualised Sharpe ratios of the same configurations, as far as they have one, in no order that means anything. */
  trialSharpes(strategyName: string, dataHash: string, including: string | null): number[] {
    return this.#connection.read(() => {
      const rows = this.#trialSharpes.all({ 1: strategyName, 2: dataHash, 3: including });
      return rows.map(({ sharpe }) => sharpe as number);
    });
  }

  #status(row: SqlRow): RunStatus {
    const lease = {
      status: row['status'] as RunStatus,
      processId: row['process_id'] as number,
      hostName: row['host_name'] as string,
      leaseAt: row['lease_at'] as number,
    };
    return presentStatus(lease, this.#liveness);
  }

  #record(row: SqlRow): RunRecord {
    const text = (column: string) => row[column] as string;
    const number = (column: string) => row[column] as number;
    const json = (column: string) => JSON.parse(text(column)) as Record<string, unknown>;
    return {
      runId: number('run_id'),
      status: this.#status(row),
      kind: row['kind'] as RunRecord['kind'],
      strategyName: text('strategy_name'),
      strategyPath: text('strategy_path'),
      strategyHash: text('strategy_hash'),
      parameters: json('parameters'),
      settings: json('settings'),
      seed: number('seed'),
      codeVersion: text('code_version'),
      nodeVersion: text('node_version'),
      dataName: text('data_name'),
      dataHash: text('data_hash'),
      dataNotes: JSON.parse(text('data_notes')) as string[],
      symbols: this.#symbols.all(number('run_id')).map(runSymbol),
      instruments: this.#instruments.all(number('run_id')).map(instrumentOf),
      calendars: this.#calendars.all(number('run_id')).map(calendarOf),
      dataGaps: this.#gaps.all(number('run_id')).map(gapOf),
      testFrom: number('test_from'),
      testTo: number('test_to'),
      periodsPerYear: number('periods_per_year'),
      command: text('command'),
      detail: row['detail'] as RunRecord['detail'],
      configHash: text('config_hash'),
      startedAt: number('started_at'),
      finishedAt: row['finished_at'] as number | null,
      journalHash: row['journal_hash'] as string | null,
      error: row['error'] as string | null,
      customMetrics: this.#customMetrics.all(number('run_id')).map(customMetricOf),
    };
  }

  #unknown(runId: number): RegimetaError {
    const newest = this.#newest.all(NAMED_RUNS).map((row) => row['run_id']);
    return new RegimetaError('E_RUN_UNKNOWN', {
      place: this.#connection.path,
      rule: 'the run must be one that the store holds',
      found: `run ${runId}`,
      repair:
        newest.length === 0
          ? 'Record a run first: the store holds none'
          : `Choose one of the newest: ${newest.join(', ')}`,
    });
  }
}

function gapOf(row: SqlRow): DataGap {
  return {
    symbol: row['symbol'] as string,
    kind: row['kind'] as DataGap['kind'],
    from: row['from_time'] as number,
    to: row['to_time'] as number,
    missing: row['missing'] as number,
  };
}

function customMetricOf(row: SqlRow): CustomMetricRecord {
  return {
    name: row['name'] as string,
    description: row['description'] as string,
    unit: row['unit'] as CustomMetricRecord['unit'],
    better: row['better'] as CustomMetricRecord['better'],
  };
}

function calendarOf(row: SqlRow): CalendarRecord {
  const definition = row['definition'] as string | null;
  return {
    name: row['name'] as string,
    zone: row['zone'] as string,
    definition: definition === null ? null : JSON.parse(definition),
  };
}

function instrumentOf(row: SqlRow): Instrument {
  return {
    symbol: row['symbol'] as string,
    currency: row['currency'] as string | null,
    multiplier: row['multiplier'] as number,
    tickSize: row['tick_size'] as number | null,
    lotSize: row['lot_size'] as number | null,
    minNotional: row['min_notional'] as number | null,
    allowsNegativePrices: row['allows_negative_prices'] === 1,
    hasVolume: row['has_volume'] === 1,
    calendar: row['calendar'] as string | null,
    baseCurrency: row['base_currency'] as string | null,
    barTime: row['bar_time'] as Instrument['barTime'],
  };
}

function runSymbol(row: SqlRow): RunSymbol {
  return {
    symbol: row['symbol'] as string,
    part: row['part'] as RunSymbol['part'],
    from: row['from_time'] as number,
    to: row['to_time'] as number,
    bars: row['bars'] as number,
  };
}
