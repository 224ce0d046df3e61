/** The trials of sweeps. */
export const PRESENT_SWEEP_TABLES = `
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
  wall_ms REAL NOT NULL CHECK (wall_ms >= 0), return_blocks BLOB CHECK (length(return_blocks) = 384),
  UNIQUE (config_hash, code_version)
) STRICT;

CREATE INDEX trials_by_strategy ON trials (strategy_name, data_hash, config_hash);

CREATE TABLE trial_metrics (
  trial_id INTEGER NOT NULL REFERENCES trials,
  name TEXT NOT NULL,
  value REAL,
  reason TEXT,
  PRIMARY KEY (trial_id, name),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;

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
