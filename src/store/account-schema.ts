/** What moves an account beside fills: market actions, interest and fees, and margin calls. */
export const ACCOUNT_SCHEMA = `
CREATE TABLE account_events_next (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('ruined', 'margin-call', 'drawdown-stop')),
  equity REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO account_events_next SELECT arm_id, sequence, time, kind, equity FROM account_events;
DROP TABLE account_events;
ALTER TABLE account_events_next RENAME TO account_events;

CREATE TABLE market_actions (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('split', 'dividend', 'delisting', 'halt', 'resumption', 'funding')),
  -- The ratio, the amount for a unit, the price or the rate.
  value REAL CHECK ((value IS NOT NULL) OR kind IN ('delisting', 'halt', 'resumption')),
  -- After it.
  position_quantity REAL NOT NULL,
  position_price REAL,
  -- What came into the account; below zero where it was paid.
  cash REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols
) STRICT, WITHOUT ROWID;

CREATE TABLE cash_adjustments (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('cash-interest', 'debit-interest', 'borrow-fee')),
  amount REAL NOT NULL,
  PRIMARY KEY (arm_id, sequence)
) STRICT, WITHOUT ROWID;
`;
