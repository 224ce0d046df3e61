import { oneOf } from './one-of.ts';

const ROLES = oneOf('role', ['subject', 'control', 'baseline']);

const ARM_COLUMNS =
  'arm_id, run_id, name, role, description, event_count, mark_count, journal_hash, journal_form';

/** SQLite cannot drop a constraint, so `arms` is made again with its rows: names are unique for each seed now. */
const ARMS = `
CREATE TABLE arms_next (
  arm_id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (${ROLES}),
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
INSERT INTO arms_next (${ARM_COLUMNS}, seed)
SELECT ${ARM_COLUMNS}, (SELECT seed FROM runs WHERE runs.run_id = arms.run_id) FROM arms;
DROP TABLE arms;
ALTER TABLE arms_next RENAME TO arms;
`;

const TRAINING_COLUMNS = `run_id, learner, settings, symbols, from_time, to_time, tasks, loss_curve, parameters_hash,
  parameters, wall_ms`;

/** A run has a training for each seed and fold now. */
const TRAININGS = `
CREATE TABLE trainings_next (
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
INSERT INTO trainings_next (${TRAINING_COLUMNS}, seed, fold)
SELECT ${TRAINING_COLUMNS}, (SELECT seed FROM runs WHERE runs.run_id = trainings.run_id), 0 FROM trainings;
DROP TABLE trainings;
ALTER TABLE trainings_next RENAME TO trainings;
`;

const FINDINGS = `
-- Arms that do not apply to the strategy or to the data.
CREATE TABLE arms_left_out (
  run_id INTEGER NOT NULL REFERENCES runs,
  arm TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run_id, arm)
) STRICT, WITHOUT ROWID;

-- The arms again with one setting changed. A figure that is undefined is null.
CREATE TABLE sensitivity (
  run_id INTEGER NOT NULL REFERENCES runs,
  position INTEGER NOT NULL,
  arm_position INTEGER NOT NULL,
  axis TEXT NOT NULL CHECK (${oneOf('axis', ['costs', 'fill', 'detector', 'ambiguous-fills'])}),
  setting TEXT NOT NULL,
  is_base INTEGER NOT NULL CHECK (is_base IN (0, 1)),
  note TEXT,
  arm TEXT NOT NULL,
  role TEXT NOT NULL CHECK (${ROLES}),
  sharpe REAL,
  total_return REAL,
  sharpe_difference REAL,
  -- Null where the setting could not be run.
  journal_hash TEXT CHECK (length(journal_hash) = 64),
  PRIMARY KEY (run_id, position, arm_position)
) STRICT, WITHOUT ROWID;

-- The arms on the paths of combinatorial purged cross-validation.
CREATE TABLE cross_validation_paths (
  run_id INTEGER NOT NULL REFERENCES runs,
  path INTEGER NOT NULL CHECK (path >= 0),
  arm_position INTEGER NOT NULL,
  arm TEXT NOT NULL,
  role TEXT NOT NULL CHECK (${ROLES}),
  -- For each fold of the period, the split whose training the path uses.
  splits TEXT NOT NULL CHECK (json_valid(splits)),
  sharpe REAL,
  total_return REAL,
  sharpe_difference REAL,
  journal_hash TEXT NOT NULL CHECK (length(journal_hash) = 64),
  PRIMARY KEY (run_id, path, arm_position)
) STRICT, WITHOUT ROWID;
`;

/** The step to experiments: arms and trainings for each of several seeds, and what a comparison finds out beside its verdict. */
export const EXPERIMENT_SCHEMA = `
DROP VIEW arm_summary;
DROP VIEW order_states;
${ARMS}${TRAININGS}${FINDINGS}`;
