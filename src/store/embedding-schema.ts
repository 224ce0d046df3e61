/** Where a task lies in the space in which it was adapted to: `{"space": name, "at": [numbers]}`; null where it was skipped. */
export const EMBEDDING_SCHEMA = `
ALTER TABLE adaptations ADD COLUMN embedding TEXT CHECK (json_valid(embedding));
`;
