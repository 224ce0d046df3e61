/** The step to removed runs: their configurations still count as trials, so that deleting a run makes no verdict more certain. */
export const REMOVAL_SCHEMA = `
CREATE TABLE removed_trials (
  strategy_name TEXT NOT NULL,
  data_hash TEXT NOT NULL,
  config_hash TEXT NOT NULL CHECK (length(config_hash) = 64),
  PRIMARY KEY (strategy_name, data_hash, config_hash)
) STRICT, WITHOUT ROWID;
`;
