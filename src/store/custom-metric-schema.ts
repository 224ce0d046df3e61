/** The step to metrics that strategies declare, whose values stand in `metrics` beside the shipped ones. An older run has none. */
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
`;
