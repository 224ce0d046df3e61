/**
 * The step to metrics that strategies declare, whose values stand in `metrics` beside the shipped ones, and to the
 * progress of runs. An older run has neither.
 */
export const CUSTOM_METRIC_SCHEMA = `
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

-- How far a run has come that is being written, or came before it ended otherwise than complete: of no result, and in no hash.
CREATE TABLE run_progress (
  run_id INTEGER PRIMARY KEY REFERENCES runs,
  phase TEXT NOT NULL,
  done REAL NOT NULL,
  total REAL NOT NULL,
  time INTEGER NOT NULL
) STRICT;
`;
