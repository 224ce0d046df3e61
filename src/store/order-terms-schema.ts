import { oneOf } from './one-of.ts';

const ORDER_EVENT_KINDS = [
  'accepted',
  'shrunk',
  'refused',
  'triggered',
  'amended',
  'cancelled',
  'expired',
  'part-filled',
  'filled',
];
const ORDER_TYPES = ['market', 'market-on-close', 'limit', 'stop', 'stop-limit', 'trailing-stop'];

/** The terms of an order or a request, by column. Each is null where the order is plain, so that a plain row stays as it was. */
const TERMS = `
  trail_unit TEXT CHECK (${oneOf('trail_unit', ['price', 'percent'])}),
  trail_distance REAL,
  -- 1 for an order that the strategy made so; an exit of a bracket is known by its parent.
  reduce_only INTEGER CHECK (reduce_only = 1),
  oco_group INTEGER CHECK (oco_group > 0),
  time_in_force TEXT CHECK (${oneOf('time_in_force', ['DAY', 'GTD', 'IOC', 'FOK'])}),
  -- Of a refused request it may be no whole number.
  good_till REAL CHECK ((good_till IS NULL) OR (time_in_force IS NOT NULL AND time_in_force = 'GTD'))`;

const TABLES = `
CREATE TABLE orders_2 (
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
  parent_id INTEGER,${TERMS},
  PRIMARY KEY (arm_id, order_id),
  FOREIGN KEY (arm_id, symbol_index) REFERENCES arm_symbols,
  FOREIGN KEY (arm_id, parent_id) REFERENCES orders (arm_id, order_id),
  CHECK ((trail_unit IS NOT NULL) = (type = 'trailing-stop')),
  CHECK ((trail_distance IS NOT NULL) = (type = 'trailing-stop'))
) STRICT, WITHOUT ROWID;

-- A refused or shrunk request has no order, so its own columns are kept here; an amendment keeps what holds after it.
CREATE TABLE order_events_2 (
  arm_id INTEGER NOT NULL REFERENCES arms,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (${oneOf('kind', ORDER_EVENT_KINDS)}),
  order_id INTEGER,
  reason TEXT,
  quantity_approved REAL,
  symbol_index INTEGER,
  side TEXT CHECK (side IN ('buy', 'sell')),
  type TEXT,
  quantity REAL,
  limit_price REAL,
  stop_price REAL,
  origin TEXT,
  bracket_stop_price REAL,
  bracket_limit_price REAL,
  tag TEXT,
  -- The columns of a request that held no finite number and so are null here, with what they held instead.
  not_finite TEXT CHECK (json_valid(not_finite)),${TERMS},
  PRIMARY KEY (arm_id, sequence),
  FOREIGN KEY (arm_id, order_id) REFERENCES orders (arm_id, order_id),
  CHECK ((reason IS NULL) = (${oneOf('kind', ['accepted', 'triggered', 'amended', 'part-filled', 'filled'])})),
  CHECK ((quantity_approved IS NOT NULL) = (kind = 'shrunk')),
  CHECK (CASE WHEN order_id IS NULL
    THEN kind IN ('shrunk', 'refused') AND side IS NOT NULL AND type IS NOT NULL AND origin IS NOT NULL AND
      tag IS NOT NULL
    ELSE kind NOT IN ('shrunk', 'refused') AND (kind = 'amended') = (quantity IS NOT NULL) AND
      (kind = 'amended' OR coalesce(limit_price, stop_price) IS NULL) AND
      coalesce(symbol_index, side, type, origin, bracket_stop_price, bracket_limit_price, tag, not_finite, trail_unit,
      trail_distance, reduce_only, oco_group, time_in_force, good_till) IS NULL
    END)
) STRICT, WITHOUT ROWID;
`;

const ORDERS_COLUMNS = `arm_id, sequence, time, order_id, symbol_index, side, type, quantity, limit_price, stop_price,
  origin, bracket_stop_price, bracket_limit_price, tag, accepted_at, accepted_index, parent_id`;

const ORDER_EVENTS_COLUMNS = `arm_id, sequence, time, kind, order_id, reason, quantity_approved, symbol_index, side,
  type, quantity, limit_price, stop_price, origin, bracket_stop_price, bracket_limit_price, tag, not_finite`;

/**
 * The step from schema 1 to 2: further order types and the terms of orders. SQLite cannot change a CHECK in place, so
 * the two tables are made again with their rows. Foreign keys must be off meanwhile, and are checked afterwards.
 */
export const SCHEMA_2 = `
DROP VIEW order_states;
DROP VIEW arm_summary;
${TABLES}
INSERT INTO orders_2 (${ORDERS_COLUMNS}) SELECT ${ORDERS_COLUMNS} FROM orders;
INSERT INTO order_events_2 (${ORDER_EVENTS_COLUMNS}) SELECT ${ORDER_EVENTS_COLUMNS} FROM order_events;
DROP TABLE order_events;
DROP TABLE orders;
ALTER TABLE orders_2 RENAME TO orders;
ALTER TABLE order_events_2 RENAME TO order_events;
CREATE INDEX order_events_by_order ON order_events (arm_id, order_id) WHERE order_id IS NOT NULL;
`;
