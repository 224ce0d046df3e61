import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packedJson, UNPACK_SCRIPT } from '../../src/report/packed-json.ts';

const unpacked = runInThisContext(`(() => { ${UNPACK_SCRIPT} return unpacked; })()`) as (
  name: string,
  value: unknown,
) => unknown;

const figure = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((value) => Number(value.toPrecision(8))),
  fc.integer({ min: -2000, max: 2000 }).map((value) => value / 1000),
);

test('numbers come back to the last bit, nulls and short lists as they were', () => {
  fc.assert(
    fc.property(
      fc.array(figure, { maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 16 }),
      (values, units) => {
        const data = {
          name: '<b>',
          list: values,
          walk: units.map((unit) => unit / 1000),
          rows: [values, [1, 2]],
        };
        expect(JSON.parse(String(packedJson(data)), unpacked)).toEqual(JSON.parse(JSON.stringify(data)));
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

test('a walk of prices takes far fewer characters', () => {
  const prices = Array.from({ length: 500 }, (_, i) => Number((100 + Math.sin(i / 9)).toPrecision(6)));
  expect(String(packedJson(prices)).length).toBeLessThan(0.7 * JSON.stringify(prices).length);
});
