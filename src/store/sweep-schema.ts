import { oneOf } from './one-of.ts';

const RUN_COLUMNS = `run_id, kind, strategy_name, strategy_path, strategy_hash, parameters, settings, seed, code_version,
  node_version, data_name, data_hash, data_notes, test_from, test_to, periods_per_year, command, config_hash, status,
  process_id, host_name, lease_at, started_at, finished_at, event_count, mark_count, journal_hash, error, detail`;

/** SQLite cannot change a CHECK in place, so `runs` is made again with its rows, of schema 13 on, for other kinds of run. */
export const runsTable = (kinds: readonly string[]): string => `
CREATE TABLE runs_next (
  run_id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (${oneOf('kind', kinds)}),
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
  detail TEXT NOT NULL CHECK (${oneOf('detail', ['summary', 'orders', 'full'])}),
  -- When a crashed run ended is not known.
  CHECK ((finished_at IS NULL) = (status IN ('running', 'crashed'))),
  CHECK ((journal_hash IS NOT NULL) = (status = 'complete')),
  CHECK ((event_count IS NOT NULL AND mark_count IS NOT NULL) = (status = 'complete')),
  CHECK ((error IS NOT NULL) = (status = 'failed'))
) STRICT;
INSERT INTO runs_next (${RUN_COLUMNS}) SELECT ${RUN_COLUMNS} FROM runs;
DROP TABLE runs;
ALTER TABLE runs_next RENAME TO runs;

-- For the number of trials, which corrects every verdict.
CREATE INDEX runs_by_trial ON runs (strategy_name, data_hash, status, config_hash);
`;

const TRIALS = `
-- What each configuration that a sweep ran came to, once for all sweeps that hold it.
CREATE TABLE trials (
  trial_id INTEGER PRIMARY KEY,
  config_hash TEXT NOT NULL CHECK (length(config_hash) = 64),
  code_version TEXT NOT NULL,
  strategy_name TEXT NOT NULL,
  data_hash TEXT NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  journal_hash TEXT NOT NULL CHECK (length(journal_hash) = 64),
  event_count INTEGER NOT NULL,
  mark_count INTEGER NOT NULL,
  wall_ms REAL NOT NULL CHECK (wall_ms >= 0),
  UNIQUE (config_hash, code_version)
) STRICT;

CREATE INDEX trials_by_strategy ON trials (strategy_name, data_hash, config_hash);

-- A number, or the reason why there is none.
CREATE TABLE trial_metrics (
  trial_id INTEGER NOT NULL REFERENCES trials,
  name TEXT NOT NULL,
  value REAL,
  reason TEXT,
  PRIMARY KEY (trial_id, name),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;

-- The combinations of a sweep. One without a trial and without a fault has not run yet.
CREATE TABLE sweep_trials (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  trial_id INTEGER REFERENCES trials,
  fault TEXT,
  PRIMARY KEY (run_id, position),
  CHECK (trial_id IS NULL OR fault IS NULL)
) STRICT, WITHOUT ROWID;
`;

/** The step to sweeps: runs of many combinations of parameters, of which only what they came to is kept. */
export const SWEEP_SCHEMA = `
DROP VIEW arm_summary;
DROP VIEW order_states;
${runsTable(['backtest', 'compare', 'sweep'])}${TRIALS}`;
