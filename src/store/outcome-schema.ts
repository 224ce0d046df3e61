import { oneOf } from './one-of.ts';

const KINDS = ['refused', 'shrunk', 'expired', 'cancelled', 'late'];

/** Counts the outcomes of orders from their steps, for the arms that `where` leaves, which stands twice in it. */
export function outcomesOfSteps(where = ''): string {
  return `
SELECT arm_id, kind, reason, count(*) AS orders FROM (
  SELECT arm_id, kind, reason FROM order_steps ${where}
  UNION ALL SELECT arm_id, 'late', request FROM late_requests ${where})
WHERE kind NOT IN ('triggered', 'amended') GROUP BY arm_id, kind, reason`;
}

/** The step to counted outcomes of orders, which a store has whatever it keeps of the orders themselves. */
export const OUTCOME_SCHEMA = `
CREATE TABLE order_outcomes (
  arm_id INTEGER NOT NULL REFERENCES arms,
  kind TEXT NOT NULL CHECK (${oneOf('kind', KINDS)}),
  reason TEXT NOT NULL,
  orders INTEGER NOT NULL CHECK (orders > 0),
  PRIMARY KEY (arm_id, kind, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO order_outcomes (arm_id, kind, reason, orders)
SELECT counted.* FROM (${outcomesOfSteps()}) AS counted
JOIN arms USING (arm_id) WHERE journal_hash IS NOT NULL;
`;
