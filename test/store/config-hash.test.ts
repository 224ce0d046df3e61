import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainInstrument } from '../../src/model/instrument.ts';
import { canonicalJson } from '../../src/store/canonical-json.ts';
import { configHash } from '../../src/store/config-hash.ts';
import { identity } from './sample-run.ts';

test('the order of keys and keys without a value do not count', () => {
  const turned = { nested: { a: 'text', b: [1, 2.5, null] }, lookBack: 20, unset: undefined };
  expect(configHash({ ...identity, parameters: turned })).toBe(configHash(identity));
});

test.each([
  { kind: 'backtest' as const },
  { strategyHash: 'b'.repeat(64) },
  { parameters: { lookBack: 21 } },
  { settings: { cash: 1 } },
  { dataHash: 'c'.repeat(64) },
  { seed: 8, numRuns: 50 },
  { instruments: [{ ...plainInstrument('BBB'), tickSize: 0.01 }] },
  { calendars: [{ name: 'own', zone: 'UTC', definition: {} }] },
  { instruments: [{ ...plainInstrument('BBB'), calendar: 'XNYS' }] },
])('%o makes it another trial', (change) => {
  expect(configHash({ ...identity, ...change })).not.toBe(configHash(identity));
});

test.each([
  { strategyPath: 'elsewhere.ts' },
  { codeVersion: '9' },
  { nodeVersion: 'v24' },
  { command: 'other' },
  { dataNotes: [] },
  { instruments: [{ ...plainInstrument('BBB'), hasVolume: false }] },
  { calendars: identity.calendars.slice(1) },
])('%o leaves it the same trial', (change) => {
  expect(configHash({ ...identity, ...change })).toBe(configHash(identity));
});

test('it is the SHA-256 of six fields with sorted keys: stores of all versions must count the same trials', () => {
  const text =
    `{"dataHash":"${'d4'.repeat(32)}","kind":"compare",` +
    `"parameters":{"lookBack":20,"nested":{"a":"text","b":[1,2.5,null]}},"seed":7,` +
    `"settings":{"cash":100000,"commissionBps":5},"strategyHash":"${'a1'.repeat(32)}"}`;
  expect(configHash({ ...identity, calendars: [] })).toBe(createHash('sha256').update(text).digest('hex'));
});

test('canonical JSON is JSON, and the same for equal values', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
    { seed: 8, numRuns: 50 },
  );
});

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
  () => 1,
  new Date(0),
  new Map(),
  Symbol('s'),
  { deep: [undefined] },
])('what JSON cannot hold is refused: %s', (value) => {
  expect(() => canonicalJson(value)).toThrow('E_INVARIANT');
});
