import { readFileSync } from 'node:fs';
import * as regimeta from 'regimeta';
import { expect, test } from 'vitest';

test('docs/indicators.md lists each indicator that is exported, and no other', () => {
  const page = readFileSync(new URL('../../docs/indicators.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const exported = Object.entries(regimeta)
    .filter(([, value]) => typeof value === 'function' && typeof value.prototype?.update === 'function')
    .map(([name]) => name);
  expect(listed.toSorted()).toEqual(exported.toSorted());
});
