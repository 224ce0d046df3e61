import { oneOf } from './one-of.ts';

const ORDER_TYPES = [
  'market',
  'market-on-open',
  'market-on-close',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
];

const TABLES = `
CREATE TABLE orders_3 (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  type TEXT NOT NULL CHECK (${oneOf('type', ORDER_TYPES)}),
  quantity REAL NOT NULL CHECK (quantity > 0),
  limit_price REAL CHECK ((limit_price IS NOT NULL) = (type = 'limit' OR type = 'stop-limit')),
  -- Of a trailing stop, the one that it began with.
  stop_price REAL CHECK ((stop_price IS NOT NULL) = (${oneOf('type', ['stop', 'stop-limit', 'trailing-stop'])})),
  origin TEXT NOT NULL CHECK (${oneOf('origin', ['target', 'strategy', 'liquidation'])}),
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  tag TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  accepted_index INTEGER NOT NULL,
  parent_id INTEGER,
  trail_unit TEXT CHECK (${oneOf('trail_unit', ['price', 'percent'])}),
  trail_distance REAL,
  -- 1 for an order that the strategy made so; an exit of a bracket is known by its parent.
  reduce_only INTEGER CHECK (reduce_only = 1),
  oco_group INTEGER CHECK (oco_group > 0),
  time_in_force TEXT CHECK (${oneOf('time_in_force', ['DAY', 'GTD', 'IOC', 'FOK'])}),
  good_till REAL CHECK ((good_till IS NULL) OR (time_in_force IS NOT NULL AND time_in_force = 'GTD')),
  PRIMARY KEY (arm_id, order_id),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols,
  FOREIGN KEY (arm_id, parent_id) REFERENCES orders (arm_id, order_id),
  CHECK ((trail_unit IS NOT NULL) = (type = 'trailing-stop')),
  CHECK ((trail_distance IS NOT NULL) = (type = 'trailing-stop'))
) STRICT, WITHOUT ROWID;

CREATE TABLE fills_3 (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  symbol_index INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('buy', 'sell')),
  quantity REAL NOT NULL CHECK (quantity > 0),
  price REAL NOT NULL,
  reference_price REAL NOT NULL,
  -- Below zero for a rebate.
  commission REAL NOT NULL,
  ambiguous INTEGER NOT NULL CHECK (ambiguous IN (0, 1)),
  profit_realised REAL NOT NULL,
  -- By how much the profit would differ had the other order been reached first; null unless ambiguous.
  opposite_profit_difference REAL CHECK (opposite_profit_difference IS NULL OR ambiguous = 1),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;

-- Cancellations and amendments that arrived after their order had ended.
CREATE TABLE late_requests (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  request TEXT NOT NULL CHECK (request IN ('cancel', 'amendment')),
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_trips_3 (
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
  profit REAL NOT NULL,
  PRIMARY KEY (arm_id, position),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols
) STRICT, WITHOUT ROWID;
`;

const ORDERS_COLUMNS = `arm_id, sequence, time, order_id, symbol_index, side, type, quantity, limit_price, stop_price,
  origin, bracket_stop_price, bracket_limit_price, tag, accepted_at, accepted_index, parent_id, trail_unit,
  trail_distance, reduce_only, oco_group, time_in_force, good_till`;

const FILLS_COLUMNS = `arm_id, sequence, time, order_id, symbol_index, side, quantity, price, reference_price, commission,
  ambiguous, profit_realised`;

const ROUND_TRIPS_COLUMNS = `arm_id, position, symbol_index, side, entry_time, exit_time, entry_index, exit_index, quantity,
  entry_price, exit_price, commission, profit`;

/**
 * The step from schema 2 to 3: market-on-open orders, rebates, the other way round of ambiguous fills, and requests that came
 * too late. As in schema 2, a changed CHECK needs its table made again with its rows.
 */
export const SCHEMA_3 = `
DROP VIEW order_states;
DROP VIEW arm_summary;
${TABLES}
INSERT INTO orders_3 (${ORDERS_COLUMNS}) SELECT ${ORDERS_COLUMNS} FROM orders;
INSERT INTO fills_3 (${FILLS_COLUMNS}) SELECT ${FILLS_COLUMNS} FROM fills;
INSERT INTO round_trips_3 (${ROUND_TRIPS_COLUMNS}) SELECT ${ROUND_TRIPS_COLUMNS} FROM round_trips;
DROP TABLE fills;
DROP TABLE orders;
DROP TABLE round_trips;
ALTER TABLE orders_3 RENAME TO orders;
ALTER TABLE fills_3 RENAME TO fills;
ALTER TABLE round_trips_3 RENAME TO round_trips;
`;
