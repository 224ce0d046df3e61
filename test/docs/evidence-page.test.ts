import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FINDING_METHODS } from '../../src/model/finding.ts';

test('docs/evidence.md has a row for each method, and for no other', () => {
  const page = readFileSync(new URL('../../docs/evidence.md', import.meta.url), 'utf8');
  const cells = [...page.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell!);
  const listed = cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  expect(listed.toSorted()).toEqual(FINDING_METHODS.map(({ name }) => name).toSorted());
});
