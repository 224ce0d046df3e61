import { BulkInsert } from './bulk-insert.ts';
import type { Connection, SqlStatement } from './connection.ts';
import { JOURNAL_TABLES, type JournalTable, type JournalTableShape } from './journal-tables.ts';
import { TableInsert } from './table-insert.ts';

const RUN_COLUMNS = [
  'kind',
  'strategy_name',
  'strategy_path',
  'strategy_hash',
  'parameters',
  'settings',
  'seed',
  'code_version',
  'node_version',
  'data_name',
  'data_hash',
  'data_notes',
  'test_from',
  'test_to',
  'periods_per_year',
  'command',
  'detail',
  'config_hash',
  'status',
  'process_id',
  'host_name',
  'lease_at',
  'started_at',
];

const INSTRUMENT_COLUMNS = [
  'run_id',
  'symbol_index',
  'symbol',
  'currency',
  'multiplier',
  'tick_size',
  'lot_size',
  'min_notional',
  'allows_negative_prices',
  'has_volume',
  'calendar',
  'bar_time',
  'base_currency',
];

const TRAINING_COLUMNS = [
  'run_id',
  'seed',
  'fold',
  'in_use_from',
  'learner',
  'settings',
  'symbols',
  'from_time',
  'to_time',
  'tasks',
  'loss_curve',
  'parameters_hash',
  'parameters',
  'wall_ms',
];

const ROUND_TRIP_COLUMNS = [
  'position',
  'symbol_index',
  'side',
  'entry_time',
  'exit_time',
  'entry_index',
  'exit_index',
  'quantity',
  'entry_price',
  'exit_price',
  'commission',
  'profit',
  'currency_profit',
];

const MARK_COLUMNS = ['slice', 'sequence', 'time', 'cash', 'equity', 'gross', 'net'];

const BALANCE_COLUMNS = [
  'arm_id',
  'position',
  'currency',
  'exchange_rate',
  'cash',
  'profit_realised',
  'commission',
  'adjustments',
  'converted',
  'currency_profit',
];

const COMPARISON_COLUMNS = [
  'run_id',
  'position',
  'subject',
  'against',
  'sharpe_difference',
  'sharpe_low',
  'sharpe_high',
  'return_difference',
  'return_low',
  'return_high',
  'level',
  'correlation',
  'observations',
  'block_length',
  'resamples',
  'minimum_detectable',
  'verdict',
];

const SENSITIVITY_COLUMNS = [
  'run_id',
  'position',
  'arm_position',
  'axis',
  'setting',
  'is_base',
  'note',
  'arm',
  'role',
  'sharpe',
  'total_return',
  'sharpe_difference',
  'journal_hash',
  'day_closes',
];

const PATH_COLUMNS = [
  'run_id',
  'path',
  'arm_position',
  'arm',
  'role',
  'splits',
  'sharpe',
  'total_return',
  'sharpe_difference',
  'journal_hash',
  'day_closes',
];

/** Every statement that writes, compiled once for a store, when it is first used. */
export interface StoreInserts {
  readonly runs: TableInsert;
  readonly runSymbols: TableInsert;
  readonly instruments: TableInsert;
  readonly calendars: TableInsert;
  readonly dataGaps: TableInsert;
  readonly symbolPrices: TableInsert;
  readonly trainings: TableInsert;
  readonly arms: TableInsert;
  readonly armSymbols: TableInsert;
  readonly journal: Readonly<Record<JournalTable, BulkInsert>>;
  readonly marks: BulkInsert;
  readonly markChunks: TableInsert;
  readonly roundTrips: BulkInsert;
  readonly forecasts: BulkInsert;
  readonly metrics: TableInsert;
  readonly customMetrics: TableInsert;
  readonly currencyBalances: TableInsert;
  readonly outcomes: TableInsert;
  readonly comparisons: TableInsert;
  readonly verdicts: TableInsert;
  readonly findings: TableInsert;
  readonly studyScores: TableInsert;
  readonly armsLeftOut: TableInsert;
  readonly sensitivity: TableInsert;
  readonly paths: TableInsert;
  /** Parameters: event count, mark count, journal hash, arm. */
  readonly finishArm: SqlStatement;
  /** Parameters: time, run. */
  readonly renewLease: SqlStatement;
  /** Parameters: run, phase, done, total, time. */
  readonly noteProgress: SqlStatement;
}

/** The statements of a store; the columns stand in the order in which the writers give their values. */
export function storeInserts(connection: Connection): StoreInserts {
  const insert = (table: string, columns: readonly string[]) => new TableInsert(connection, table, columns);
  return {
    runs: insert('runs', RUN_COLUMNS),
    runSymbols: insert('run_symbols', [
      'run_id',
      'position',
      'symbol',
      'part',
      'from_time',
      'to_time',
      'bars',
    ]),
    instruments: insert('instruments', INSTRUMENT_COLUMNS),
    dataGaps: insert('data_gaps', [
      'run_id',
      'position',
      'symbol',
      'kind',
      'from_time',
      'to_time',
      'missing',
    ]),
    calendars: insert('calendars', ['run_id', 'name', 'zone', 'definition']),
    symbolPrices: insert('symbol_prices', ['run_id', 'symbol_index', 'count', 'times', 'closes']),
    trainings: insert('trainings', TRAINING_COLUMNS),
    arms: insert('arms', ['run_id', 'name', 'role', 'description', 'journal_form', 'seed']),
    armSymbols: insert('arm_symbols', ['arm_id', 'symbol_index', 'symbol']),
    journal: journalInserts(connection),
    marks: new BulkInsert(connection, 'equity', MARK_COLUMNS),
    markChunks: insert('equity_chunks', ['arm_id', 'slice', 'count', 'marks']),
    roundTrips: new BulkInsert(connection, 'round_trips', ROUND_TRIP_COLUMNS),
    forecasts: new BulkInsert(connection, 'forecasts', ['time', 'pairs']),
    metrics: insert('metrics', ['arm_id', 'name', 'value', 'reason']),
    customMetrics: insert('custom_metrics', ['run_id', 'position', 'name', 'description', 'unit', 'better']),
    currencyBalances: insert('currency_balances', BALANCE_COLUMNS),
    outcomes: insert('order_outcomes', ['arm_id', 'kind', 'reason', 'orders']),
    comparisons: insert('comparisons', COMPARISON_COLUMNS),
    studyScores: insert('study_scores', [
      'run_id',
      'position',
      'contender',
      'condition',
      'seed',
      'measure',
      'value',
    ]),
    verdicts: insert('verdicts', ['run_id', 'verdict', 'sentence', 'trials']),
    findings: insert('findings', [
      'run_id',
      'position',
      'method',
      'subject',
      'against',
      'estimate',
      'p_value',
      'reason',
      'detail',
    ]),
    armsLeftOut: insert('arms_left_out', ['run_id', 'arm', 'reason']),
    sensitivity: insert('sensitivity', SENSITIVITY_COLUMNS),
    paths: insert('cross_validation_paths', PATH_COLUMNS),
    finishArm: connection.prepare(
      'UPDATE arms SET event_count = ?, mark_count = ?, journal_hash = ? WHERE arm_id = ?',
    ),
    renewLease: connection.prepare('UPDATE runs SET lease_at = ? WHERE run_id = ?'),
    noteProgress: connection.prepare('INSERT OR REPLACE INTO run_progress VALUES (?, ?, ?, ?, ?)'),
  };
}

function journalInserts(connection: Connection): Record<JournalTable, BulkInsert> {
  const tables = Object.entries<JournalTableShape>(JOURNAL_TABLES).map(([table, shape]) => [
    table,
    new BulkInsert(connection, table, [...shape.hashed, ...shape.unhashed], shape.filled),
  ]);
  return Object.fromEntries(tables) as Record<JournalTable, BulkInsert>;
}
