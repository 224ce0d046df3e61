import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  ORDER_LIFE_CYCLE,
  type OrderState,
  type OrderStep,
  stateAfter,
} from '../../src/broker/order-life-cycle.ts';

const page = readFileSync(new URL('../../docs/semantics.md', import.meta.url), 'utf8');

/** The rows of the table below the heading, cells without their backquotes. */
function printedTable(): string[][] {
  const section = page.split('## The life of an order\n')[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

test('docs/semantics.md prints the table of legal transitions', () => {
  const [heads, , ...rows] = printedTable();
  const steps = heads!.slice(1) as OrderStep[];
  const printed = Object.fromEntries(
    rows.map(([state, ...next]) => [
      state,
      Object.fromEntries(steps.map((step, i) => [step, next[i]!]).filter(([, to]) => to !== '–')),
    ]),
  );
  expect(printed).toEqual(ORDER_LIFE_CYCLE);
});

test('an end has no way out, and a step that the table lacks is a defect', () => {
  for (const state of ['filled', 'cancelled', 'expired'] as const) {
    for (const step of ['trigger', 'amend', 'fill-part', 'fill', 'cancel', 'expire'] as const) {
      expect(() => stateAfter(state, step, 7)).toThrow('E_INVARIANT');
    }
  }
  expect(() => stateAfter('triggered', 'trigger', 7)).toThrow('E_INVARIANT');
});

test('every order can come to every end', () => {
  const ends: OrderState[] = ['filled', 'cancelled', 'expired'];
  for (const state of ['accepted', 'triggered', 'partly-filled'] as const) {
    expect(Object.values(ORDER_LIFE_CYCLE[state])).toEqual(expect.arrayContaining(ends));
  }
});
