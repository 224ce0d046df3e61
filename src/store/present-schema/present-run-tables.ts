/** What a run is, how it ended, on what data and with which training and arms. Times are epoch milliseconds. */
export const PRESENT_RUN_TABLES = `
CREATE TABLE "runs" (
  run_id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind = 'backtest' OR kind = 'compare' OR kind = 'sweep' OR kind = 'study'),
  strategy_name TEXT NOT NULL,
  strategy_path TEXT NOT NULL,
  strategy_hash TEXT NOT NULL,
  -- Of a sweep, the values of each parameter that it varies.
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
  detail TEXT NOT NULL CHECK (detail = 'summary' OR detail = 'orders' OR detail = 'full'),
  -- When a crashed run ended is not known.
  CHECK ((finished_at IS NULL) = (status IN ('running', 'crashed'))),
  CHECK ((journal_hash IS NOT NULL) = (status = 'complete')),
  CHECK ((event_count IS NOT NULL AND mark_count IS NOT NULL) = (status = 'complete')),
  CHECK ((error IS NOT NULL) = (status = 'failed'))
) STRICT;

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

CREATE TABLE instruments (
  run_id INTEGER NOT NULL REFERENCES runs,
  symbol_index INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  -- Null: that of the account.
  currency TEXT,
  multiplier REAL NOT NULL CHECK (multiplier > 0),
  tick_size REAL CHECK (tick_size > 0),
  lot_size REAL CHECK (lot_size > 0),
  min_notional REAL CHECK (min_notional > 0),
  allows_negative_prices INTEGER NOT NULL CHECK (allows_negative_prices IN (0, 1)),
  has_volume INTEGER NOT NULL CHECK (has_volume IN (0, 1)),
  calendar TEXT, bar_time TEXT NOT NULL DEFAULT 'start' CHECK (bar_time IN ('start', 'end')), base_currency TEXT,
  PRIMARY KEY (run_id, symbol_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendars (
  run_id INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  -- As the manifest describes it; null for one that the program knows by itself.
  definition TEXT CHECK (definition IS NULL OR json_valid(definition)),
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_gaps (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('sessions', 'bars')),
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL CHECK (to_time >= from_time),
  missing INTEGER NOT NULL CHECK (missing > 0),
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE symbol_prices (
  run_id INTEGER NOT NULL REFERENCES runs,
  symbol_index INTEGER NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0),
  -- float64, little-endian; epoch milliseconds, and prices in the currency of the instrument
  times BLOB NOT NULL CHECK (length(times) = count * 8),
  closes BLOB NOT NULL CHECK (length(closes) = count * 8),
  PRIMARY KEY (run_id, symbol_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE "arms" (
  arm_id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role = 'subject' OR role = 'control' OR role = 'baseline'),
  description TEXT NOT NULL,
  -- Null until the arm is finished, all three.
  event_count INTEGER,
  mark_count INTEGER,
  journal_hash TEXT CHECK (length(journal_hash) = 64),
  journal_form INTEGER NOT NULL DEFAULT 1 CHECK (journal_form IN (1, 2)),
  seed INTEGER NOT NULL,
  UNIQUE (run_id, seed, name),
  CHECK ((event_count IS NULL) = (journal_hash IS NULL) AND (mark_count IS NULL) = (journal_hash IS NULL))
) STRICT;

CREATE TABLE arm_symbols (
  arm_id INTEGER NOT NULL REFERENCES arms,
  symbol_index INTEGER NOT NULL,
  symbol TEXT NOT NULL,
  PRIMARY KEY (arm_id, symbol_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE arms_left_out (
  run_id INTEGER NOT NULL REFERENCES runs,
  arm TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run_id, arm)
) STRICT, WITHOUT ROWID;

CREATE TABLE "trainings" (
  run_id INTEGER NOT NULL REFERENCES runs,
  seed INTEGER NOT NULL,
  -- From 0; the trainings of a walk-forward follow each other.
  fold INTEGER NOT NULL CHECK (fold >= 0),
  -- From when on its learner is in use; null for the beginning of the run.
  in_use_from INTEGER,
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
  wall_ms REAL NOT NULL CHECK (wall_ms >= 0),
  PRIMARY KEY (run_id, seed, fold)
) STRICT;

-- How far a run has come that is being written, or came before it ended otherwise than complete: of no result, and in no hash.
CREATE TABLE run_progress (
  run_id INTEGER PRIMARY KEY REFERENCES runs,
  phase TEXT NOT NULL,
  done REAL NOT NULL,
  total REAL NOT NULL,
  time INTEGER NOT NULL
) STRICT;

CREATE TABLE removed_trials (
  strategy_name TEXT NOT NULL,
  data_hash TEXT NOT NULL,
  config_hash TEXT NOT NULL CHECK (length(config_hash) = 64),
  PRIMARY KEY (strategy_name, data_hash, config_hash)
) STRICT, WITHOUT ROWID;
`;
