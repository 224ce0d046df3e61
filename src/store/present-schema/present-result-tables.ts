/** What was computed of the journal of an arm, and what a comparison or a study found. */
export const PRESENT_RESULT_TABLES = `
CREATE TABLE "round_trips" (
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
  commission REAL NOT NULL,
  profit REAL NOT NULL, currency_profit REAL,
  PRIMARY KEY (arm_id, position),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
  arm_id INTEGER NOT NULL REFERENCES arms,
  name TEXT NOT NULL,
  value REAL,
  reason TEXT,
  PRIMARY KEY (arm_id, name),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_metrics (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('percent', 'ratio', 'money', 'count', 'date', 'number')),
  -- Which of two values is the better one.
  better TEXT NOT NULL CHECK (better IN ('higher', 'lower', 'neither')),
  PRIMARY KEY (run_id, position),
  UNIQUE (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_outcomes (
  arm_id INTEGER NOT NULL REFERENCES arms,
  kind TEXT NOT NULL CHECK (kind = 'refused' OR kind = 'shrunk' OR kind = 'expired' OR kind = 'cancelled' OR kind = 'late'),
  reason TEXT NOT NULL,
  orders INTEGER NOT NULL CHECK (orders > 0),
  PRIMARY KEY (arm_id, kind, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE currency_balances (
  arm_id INTEGER NOT NULL REFERENCES arms,
  position INTEGER NOT NULL,
  currency TEXT NOT NULL,
  -- Null where the data had none.
  exchange_rate REAL,
  cash REAL NOT NULL,
  profit_realised REAL NOT NULL,
  commission REAL NOT NULL,
  adjustments REAL NOT NULL,
  converted REAL NOT NULL,
  -- In the currency of the account: what changes of the rate made of cash and positions.
  currency_profit REAL NOT NULL,
  PRIMARY KEY (arm_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE forecasts (
  arm_id INTEGER NOT NULL REFERENCES arms,
  -- Of the decision.
  time INTEGER NOT NULL,
  -- float32, little-endian: the predictions by symbol index, then the labels; NaN where there is none.
  pairs BLOB NOT NULL CHECK (length(pairs) % 8 = 0),
  PRIMARY KEY (arm_id, time)
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

CREATE TABLE findings (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  method TEXT NOT NULL,
  -- The arms that it is about; null for one about all arms or trials.
  subject TEXT,
  against TEXT,
  estimate REAL,
  p_value REAL CHECK (p_value BETWEEN 0 AND 1),
  -- Why there is neither.
  reason TEXT,
  -- What else it was computed from, by name.
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  PRIMARY KEY (run_id, position),
  CHECK ((estimate IS NULL AND p_value IS NULL) = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE sensitivity (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  arm_position INTEGER NOT NULL,
  axis TEXT NOT NULL CHECK (axis = 'costs' OR axis = 'fill' OR axis = 'detector' OR axis = 'ambiguous-fills'),
  setting TEXT NOT NULL,
  is_base INTEGER NOT NULL CHECK (is_base IN (0, 1)),
  note TEXT,
  arm TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role = 'subject' OR role = 'control' OR role = 'baseline'),
  sharpe REAL,
  total_return REAL,
  sharpe_difference REAL,
  -- Null where the setting could not be run.
  journal_hash TEXT CHECK (length(journal_hash) = 64), day_closes BLOB CHECK (length(day_closes) % 8 = 0),
  PRIMARY KEY (run_id, position, arm_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cross_validation_paths (
  run_id INTEGER NOT NULL REFERENCES runs,
  path INTEGER NOT NULL CHECK (path >= 0),
  arm_position INTEGER NOT NULL,
  arm TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role = 'subject' OR role = 'control' OR role = 'baseline'),
  -- For each fold of the period, the split whose training the path uses.
  splits TEXT NOT NULL CHECK (json_valid(splits)),
  sharpe REAL,
  total_return REAL,
  sharpe_difference REAL,
  journal_hash TEXT NOT NULL CHECK (length(journal_hash) = 64), day_closes BLOB CHECK (length(day_closes) % 8 = 0),
  PRIMARY KEY (run_id, path, arm_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_scores (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  contender TEXT NOT NULL,
  condition TEXT NOT NULL,
  seed INTEGER NOT NULL,
  measure TEXT NOT NULL,
  value REAL,
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
`;
