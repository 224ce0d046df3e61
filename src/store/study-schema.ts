import { runsTable } from './sweep-schema.ts';

const TABLES = `
-- What models came to in a study, which judges forecasts and trades nothing.
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

-- What a strategy wanted to be recorded: forecasts, alarms.
CREATE TABLE notes (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  name TEXT NOT NULL,
  symbol_index INTEGER,
  value REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;
`;

/** The step to studies, runs of which only the scores of models are kept, and to notes of strategies. */
export const STUDY_SCHEMA = `
DROP VIEW arm_summary;
DROP VIEW order_states;
${runsTable(['backtest', 'compare', 'sweep', 'study'])}${TABLES}`;
