/**
 * The step to forecasts of learners beside what came of them, to findings (tests and figures about a whole run), and to what the
 * overfitting of a sweep is computed from. An older run has none of them.
 */
export const EVIDENCE_SCHEMA = `
-- The predictions of a learner that were asked for at a decision, beside the labels that became known later.
CREATE TABLE forecasts (
  arm_id INTEGER NOT NULL REFERENCES arms,
  -- Of the decision.
  time INTEGER NOT NULL,
  -- float32, little-endian: the predictions by symbol index, then the labels; NaN where there is none.
  pairs BLOB NOT NULL CHECK (length(pairs) % 8 = 0),
  PRIMARY KEY (arm_id, time)
) STRICT, WITHOUT ROWID;

-- What statistics say of a run; the page on metrics has the methods.
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

-- float64, little-endian: of each of sixteen stretches of days the number of returns, their sum and the sum of their squares.
ALTER TABLE trials ADD COLUMN return_blocks BLOB CHECK (length(return_blocks) = 384);
`;
