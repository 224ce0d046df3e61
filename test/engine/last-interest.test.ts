import { expect, test } from 'vitest';
import { assemble } from '../support/assembly.ts';
import { ofKind } from '../support/memory-journal.ts';
import { flat, SliceWriter, START } from '../support/slices.ts';

const HOUR_MS = 3_600_000;

/** An account that trades nothing, over hours of which the last day is not over. */
function idleHours(hours: number, isCut: boolean) {
  const assembly = assemble(1, { cash: 876_000, cashRate: 0.01 }, () => ({
    learns: false,
    warmUp: () => {},
    observe: () => {},
    detectChange: () => null,
    changeRecorded: () => {},
    adapt: () => [],
    finish: () => [],
    decide: () => [],
  }));
  const writer = new SliceWriter(['A']);
  for (let hour = 0; hour < hours; hour++) {
    assembly.engine.handle(writer.show([flat(100)], START + hour * HOUR_MS));
  }
  assembly.engine.finish(isCut);
  return assembly;
}

test('what has accrued by the end of the data is booked, and the last mark holds it', () => {
  const { journal, ledger } = idleHours(30, false);
  const amounts = ofKind(journal.events, 'cash-adjusted').map(({ amount }) => amount);
  // A rate of one in a hundred a year on 876,000 is one an hour.
  expect(amounts).toEqual([expect.closeTo(24, 9), expect.closeTo(5 * (1 + 24 / 876_000), 9)]);
  expect(journal.marks).toHaveLength(30);
  expect(journal.marks.at(-1)!.equity).toBe(ledger.equity);
  expect(ledger.equity).toBeCloseTo(876_029, 2);
  expect(journal.marks.at(-2)!.equity).toBeCloseTo(876_024, 9);
});

test('where the data were only cut off, nothing is booked for it and no earlier mark differs', () => {
  const cut = idleHours(30, true);
  const longer = idleHours(40, true);
  expect(longer.journal.marks.slice(0, 30)).toEqual(cut.journal.marks);
  expect(ofKind(cut.journal.events, 'cash-adjusted')).toHaveLength(1);
});
