/** The step to several currencies. What is null in a column that it adds is in the currency of the account. */
export const CURRENCY_SCHEMA = `
-- What a unit of it is, for a pair of currencies.
ALTER TABLE instruments ADD COLUMN base_currency TEXT;
-- Money of the account for one unit of the currency of the instrument.
ALTER TABLE fills ADD COLUMN exchange_rate REAL CHECK (exchange_rate > 0);
ALTER TABLE cash_adjustments ADD COLUMN currency TEXT;
ALTER TABLE round_trips ADD COLUMN currency_profit REAL;

-- Cash that was exchanged, and what was asked for and refused.
CREATE TABLE conversions (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency TEXT NOT NULL,
  -- Null where it was asked for and was no finite number.
  amount_from REAL,
  amount_to REAL,
  -- In the currency of the account.
  cost REAL,
  cause TEXT NOT NULL CHECK (cause IN ('strategy', 'settlement')),
  refusal TEXT,
  PRIMARY KEY (arm_id, sequence),
  CHECK ((amount_to IS NULL) = (refusal IS NOT NULL)),
  CHECK ((cost IS NULL) = (refusal IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The money of an arm at its end by currency, in that currency; for accounts with several.
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
`;
