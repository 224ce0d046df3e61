/** The step that numbers the fills of each arm, those of older runs by their order. */
export const FILL_NUMBERS = `
ALTER TABLE fills ADD COLUMN fill_id INTEGER CHECK (fill_id > 0);
UPDATE fills SET fill_id = ranked.number
FROM (SELECT arm_id, sequence, row_number() OVER (PARTITION BY arm_id ORDER BY sequence) AS number FROM fills) AS ranked
WHERE ranked.arm_id = fills.arm_id AND ranked.sequence = fills.sequence;
`;
