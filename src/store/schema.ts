import { JOURNAL_SCHEMA } from './journal-schema.ts';

/**
 * Marks a SQLite file as a store of Regimeta ("RGMT" in ASCII); kept in the file header, where the `file` command
 * and our own check find it without opening the database.
 */
export const APPLICATION_ID = 0x52474d54;

/** What a run is, how it ended, and on which symbols and with which training. Times are epoch milliseconds. */
const RUN_TABLES = `
CREATE TABLE runs (
  run_id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('backtest', 'compare')),
  strategy_name TEXT NOT NULL,
  strategy_path TEXT NOT NULL,
  strategy_hash TEXT NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  seed INTEGER NOT NULL,
  code_version TEXT NOT NULL,
  node_version TEXT NOT NULL,
  data_name TEXT NOT NULL,
  data_hash TEXT NOT NULL,
  data_notes TEXT NOT NULL CHECK (json_valid(data_notes)),
  test_from INTEGER NOT NULL,
  test_to INTEGER NOT NULL,
  periods_per_year REAL NOT NULL CHECK (periods_per_year > 0),
  command TEXT NOT NULL,
  config_hash TEXT NOT NULL CHECK (length(config_hash) = 64),
  status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed', 'interrupted', 'crashed')),
  process_id INTEGER NOT NULL,
  host_name TEXT NOT NULL,
  -- The last sign of life of the process that writes the run.
  lease_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  event_count INTEGER,
  mark_count INTEGER,
  journal_hash TEXT CHECK (length(journal_hash) = 64),
  error TEXT,
  -- When a crashed run ended is not known.
  CHECK ((finished_at IS NULL) = (status IN ('running', 'crashed'))),
  CHECK ((journal_hash IS NOT NULL) = (status = 'complete')),
  CHECK ((event_count IS NOT NULL AND mark_count IS NOT NULL) = (status = 'complete')),
  CHECK ((error IS NOT NULL) = (status = 'failed'))
) STRICT;

-- For the number of trials, which corrects every verdict.
CREATE INDEX runs_by_trial ON runs (strategy_name, data_hash, status, config_hash);

CREATE TABLE run_symbols (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('train', 'test')),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL,
  bars INTEGER NOT NULL CHECK (bars >= 0),
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE trainings (
  run_id INTEGER PRIMARY KEY REFERENCES runs,
  learner TEXT NOT NULL,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  symbols TEXT NOT NULL CHECK (json_valid(symbols)),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL,
  tasks INTEGER NOT NULL CHECK (tasks >= 0),
  loss_curve TEXT NOT NULL CHECK (json_valid(loss_curve)),
  parameters_hash TEXT NOT NULL,
  -- float64, little-endian
  parameters BLOB NOT NULL CHECK (length(parameters) % 8 = 0),
  wall_ms REAL NOT NULL CHECK (wall_ms >= 0)
) STRICT;

CREATE TABLE arms (
  arm_id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('subject', 'control', 'baseline')),
  description TEXT NOT NULL,
  -- Null until the arm is finished, all three.
  event_count INTEGER,
  mark_count INTEGER,
  journal_hash TEXT CHECK (length(journal_hash) = 64),
  UNIQUE (run_id, name),
  CHECK ((event_count IS NULL) = (journal_hash IS NULL) AND (mark_count IS NULL) = (journal_hash IS NULL))
) STRICT;

CREATE TABLE arm_symbols (
  arm_id INTEGER NOT NULL REFERENCES arms,
  symbol_index INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  PRIMARY KEY (arm_id, symbol_index)
) STRICT, WITHOUT ROWID;
`;

/** What was computed from the journal. */
const RESULT_TABLES = `
CREATE TABLE round_trips (
  arm_id INTEGER NOT NULL REFERENCES arms,
  position INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('long', 'short')),
  entry_time INTEGER NOT NULL,
  exit_time INTEGER NOT NULL CHECK (exit_time >= entry_time),
  entry_index INTEGER NOT NULL,
  exit_index INTEGER NOT NULL CHECK (exit_index >= entry_index),
  quantity REAL NOT NULL CHECK (quantity > 0),
  entry_price REAL NOT NULL,
  exit_price REAL NOT NULL,
  commission REAL NOT NULL CHECK (commission >= 0),
  profit REAL NOT NULL,
  PRIMARY KEY (arm_id, position),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols
) STRICT, WITHOUT ROWID;

-- A number, or the reason why there is none.
CREATE TABLE metrics (
  arm_id INTEGER NOT NULL REFERENCES arms,
  name TEXT NOT NULL,
  value REAL,
  reason TEXT,
  PRIMARY KEY (arm_id, name),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE comparisons (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  subject TEXT NOT NULL,
  against TEXT NOT NULL,
  sharpe_difference REAL NOT NULL,
  sharpe_low REAL NOT NULL,
  sharpe_high REAL NOT NULL CHECK (sharpe_high >= sharpe_low),
  return_difference REAL NOT NULL,
  return_low REAL NOT NULL,
  return_high REAL NOT NULL CHECK (return_high >= return_low),
  level REAL NOT NULL CHECK (level > 0 AND level < 1),
  correlation REAL CHECK (correlation BETWEEN -1 AND 1),
  observations INTEGER NOT NULL,
  block_length REAL NOT NULL,
  resamples INTEGER NOT NULL,
  minimum_detectable REAL NOT NULL CHECK (minimum_detectable >= 0),
  verdict TEXT NOT NULL CHECK (verdict IN ('better', 'worse', 'inconclusive')),
  PRIMARY KEY (run_id, position),
  UNIQUE (run_id, subject, against)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
  run_id INTEGER PRIMARY KEY REFERENCES runs,
  verdict TEXT NOT NULL CHECK (verdict IN ('better', 'worse', 'inconclusive')),
  sentence TEXT NOT NULL,
  trials INTEGER NOT NULL CHECK (trials >= 1)
) STRICT;
`;

/** For a person at the sqlite3 shell; the program itself does not read them. */
export const VIEWS_1 = `
-- Every accepted order with what became of it.
CREATE VIEW order_states AS
SELECT arms.run_id, arms.name AS arm, orders.order_id, arm_symbols.symbol, orders.side, orders.type,
  orders.quantity, orders.limit_price, orders.stop_price, orders.origin, orders.parent_id, orders.tag,
  datetime(orders.accepted_at / 1000, 'unixepoch') AS accepted,
  last.kind AS status, last.reason, datetime(last.time / 1000, 'unixepoch') AS since,
  fills.price AS fill_price, fills.commission, fills.profit_realised, orders.arm_id
FROM orders
JOIN arms USING (arm_id)
JOIN arm_symbols USING (arm_id, symbol_index)
JOIN order_events AS last ON last.arm_id = orders.arm_id AND last.sequence = (
  SELECT max(sequence) FROM order_events AS event
  WHERE event.arm_id = orders.arm_id AND event.order_id = orders.order_id)
LEFT JOIN fills ON fills.arm_id = last.arm_id AND fills.sequence = last.sequence;

-- One row an arm: what it earned and what it did.
CREATE VIEW arm_summary AS
SELECT arms.run_id, runs.strategy_name, runs.status AS run_status, arms.name AS arm, arms.role,
  max(metrics.value) FILTER (WHERE metrics.name = 'total_return') AS total_return,
  max(metrics.value) FILTER (WHERE metrics.name = 'cagr') AS cagr,
  max(metrics.value) FILTER (WHERE metrics.name = 'volatility') AS volatility,
  max(metrics.value) FILTER (WHERE metrics.name = 'sharpe') AS sharpe,
  max(metrics.value) FILTER (WHERE metrics.name = 'drawdown_max') AS drawdown_max,
  (SELECT count(*) FROM orders WHERE orders.arm_id = arms.arm_id) AS orders,
  (SELECT count(*) FROM fills WHERE fills.arm_id = arms.arm_id) AS fills,
  (SELECT count(*) FROM order_events WHERE order_events.arm_id = arms.arm_id AND kind = 'refused') AS refused,
  (SELECT count(*) FROM regime_events WHERE regime_events.arm_id = arms.arm_id) AS regime_changes,
  (SELECT count(*) FROM adaptations WHERE adaptations.arm_id = arms.arm_id AND status = 'adapted') AS adaptations,
  arms.arm_id
FROM arms
JOIN runs USING (run_id)
LEFT JOIN metrics USING (arm_id)
GROUP BY arms.arm_id;
`;

/** The schema of version 1: measures are REAL NOT NULL, an undefined metric is null with a reason. */
export const SCHEMA_1 = [RUN_TABLES, JOURNAL_SCHEMA, RESULT_TABLES, VIEWS_1].join('\n');
