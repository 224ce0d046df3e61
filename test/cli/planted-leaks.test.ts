import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import type { CommandOutcome } from '../support/command-line.ts';
import { strategyText } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let data: string;

beforeAll(() => {
  data = join(temporaryFolder(), 'data');
  mkdirSync(data);
  writeBarFiles(data, ['AAA', 'BBB', 'CCC', 'DDD'], 1_000);
});

const audit = (path: string, ...words: string[]): Promise<CommandOutcome> =>
  commandInProcess(['audit', path, '--data', data, '--points', '1', '--json', ...words]);

function written(body: string, head = '', properties = ''): string {
  const path = join(temporaryFolder(), 'written.ts');
  writeFileSync(path, strategyText({ body, head, properties }));
  return path;
}

/** The kinds of the first events that differed. */
const kindsFound = ({ stdout }: CommandOutcome): string[] =>
  JSON.parse(stdout).findings.map((finding: { difference: { kind: string } }) => finding.difference.kind);

/** A learner slot around a detector or features of the strategy's own, and a strategy that trades by it. */
const learning = (parts: string): string => `
  learner: () => ({
    features: trendFeatures(), detector: bocpd(),
    model: maml({ hidden: [4], innerSteps: 1, innerRate: 0.01, outerRate: 0.003, metaSteps: 2, queryCapacity: 32 }),
    labelHorizonBars: 5, supportBars: [10], supportRowsMin: 3, tasks: { queryBars: 10, symbolsPerTask: 2 },
    ${parts}
  }),`;
const TRADE = `for (const symbol of context.symbols) {
  const wanted = context.prediction(symbol);
  if (wanted !== null) context.target(symbol, wanted > 0 ? 0.2 : 0);
}`;

describe('an audit finds a strategy that knows more than the past:', () => {
  it.each([
    [
      'the next close, remembered from an earlier pass',
      'const seen = new Map<number, number>();',
      `const close = context.history('AAA').close.ago(0);
       const next = seen.get(context.time + 86_400_000);
       seen.set(context.time, close);
       context.target('AAA', next !== undefined && next > close ? 1 : 0);`,
    ],
    [
      'the mean of the whole series, kept in a closure',
      'const scaler = (() => { const all: number[] = []; return (x: number) => { all.push(x); return x / (all.reduce((a, b) => a + b, 0) / all.length); }; })();',
      "context.target('AAA', scaler(context.history('AAA').close.ago(0)) > 1 ? 0.5 : 0);",
    ],
    [
      'the highest close of the whole series, kept as a global',
      '',
      `const kept = globalThis as never as { highest?: number };
       const close = context.history('AAA').close.ago(0);
       kept.highest = Math.max(kept.highest ?? 0, close);
       context.target('AAA', close / kept.highest > 0.9 ? 0.5 : 0);`,
    ],
    [
      'how often it was called, over all passes',
      'let calls = 0;',
      "context.target('AAA', ++calls % 7 < 3 ? 0.5 : 0.1);",
    ],
    [
      'the close of the week that is under way, remembered from an earlier pass',
      'const closes = new Map<number, number>();',
      `const week = Math.floor((context.time / 86_400_000 + 3) / 7);
       const known = closes.get(week);
       const close = context.history('AAA').close.ago(0);
       closes.set(week, close);
       context.target('AAA', known !== undefined && known > close ? 1 : 0);`,
    ],
    ['the time on the wall', '', "context.target('AAA', (Date.now() * 7919) % 11 < 5 ? 0.5 : 0.1);"],
    ['chance without the seed', '', "context.target('AAA', Math.random() < 0.5 ? 0.5 : 0.1);"],
    [
      'chance of the machine',
      "import { randomBytes } from 'node:crypto';",
      "context.target('AAA', randomBytes(1)[0]! < 128 ? 0.5 : 0.1);",
    ],
  ])('%s', async (_, head, body) => {
    const outcome = await audit(written(body, head));
    expect(outcome.stderr).toMatch(/"code":"E_(NONDETERMINISTIC|LOOKAHEAD)"/);
    expect(outcome.code).toBe(4);
    expect(kindsFound(outcome)).toContain('order-accepted');
  });

  it.each([
    [
      'an indicator with a centred window',
      `const mean = [-2, -1, 0, 1, 2].map((k) => seen.get(context.time + k * 86_400_000) ?? close).reduce((a, b) => a + b) / 5;
       context.target('AAA', mean > close ? 0.5 : 0.1);`,
    ],
    [
      'labels that are not known yet',
      `const label = (seen.get(context.time + 5 * 86_400_000) ?? close) / close - 1;
       context.target('AAA', label > 0 ? 0.5 : 0.1);`,
    ],
  ])('%s, by what an earlier pass has seen', async (_, body) => {
    const head = 'const seen = new Map<number, number>();';
    const note = "const close = context.history('AAA').close.ago(0); seen.set(context.time, close);";
    const outcome = await audit(written(`${note} ${body}`, head));
    expect(outcome.code).toBe(4);
    const [{ difference }] = JSON.parse(outcome.stdout).findings;
    expect(difference).toMatchObject({ kind: expect.stringMatching(/^order-/), symbol: 'AAA' });
  });

  it('and names the field with both values', async () => {
    const head = 'let passes = 0;';
    const body = "context.target('AAA', context.state.weight);";
    const init = 'init: () => ({ weight: 0.1 * ++passes }),';
    const outcome = await audit(written(body, head, init));
    const [{ difference }] = JSON.parse(outcome.stdout).findings;
    expect(difference).toMatchObject({ kind: 'order-accepted', symbol: 'AAA', field: 'order.quantity' });
    const ratio = Number(difference.fieldFound) / Number(difference.fieldExpected);
    expect(ratio).toBeCloseTo(2, 6);
  });

  it('features that are scaled by what all passes have seen', async () => {
    const head = `
      let sum = 1; let count = 1;
      const inner = trendFeatures();
      const features = { settings: inner.settings, create(symbolCount: number) {
        const real = inner.create(symbolCount);
        return {
          names: real.names, lookback: real.lookback, observationNames: real.observationNames,
          update: (slice: never) => real.update(slice),
          ready: (symbol: number) => real.ready(symbol),
          volatility: (symbol: number) => real.volatility(symbol),
          observe: (out: Float64Array) => real.observe(out),
          write(symbol: number, out: Float64Array, offset: number) {
            real.write(symbol, out, offset);
            for (let i = offset; i < offset + real.names.length; i++) { sum += Math.abs(out[i]!); count++; out[i]! *= count / sum; }
          },
        };
      } };`;
    const outcome = await audit(written(TRADE, head, learning('features,')));
    expect(outcome.code).toBe(4);
    expect(kindsFound(outcome).length).toBeGreaterThan(0);
  });

  it('a detector whose changes are those of an earlier pass, some slices too soon', async () => {
    const head = `
      const confirmed = new Set<number>();
      const inner = bocpd();
      const detector = { settings: inner.settings, create(dimension) {
        const real = inner.create(dimension);
        let at = 0;
        return {
          name: real.name, dimension: real.dimension, states: null, missing: 0, confirmedAt: null,
          save: () => real.save(), restore: (state) => real.restore(state),
          update(observation: Float64Array) { real.update(observation); at++; if (real.confirmed) confirmed.add(at); return this; },
          get regime() { return real.regime; },
          get confirmed() { return real.confirmed || confirmed.has(at + 9); },
          get changeProbability() { return real.changeProbability; },
          get runLength() { return real.runLength; },
        };
      } };`;
    const outcome = await audit(written(TRADE, head, learning('detector,')));
    expect(outcome.code).toBe(4);
    expect(kindsFound(outcome).length).toBeGreaterThan(0);
  });

  it('no detector that lacks a method, which is refused as a plugin of the wrong shape', async () => {
    const head =
      "const detector = { settings: {}, create: () => ({ name: 'own', dimension: 2, update: () => undefined }) };";
    const outcome = await audit(written(TRADE, head, learning('detector,')));
    expect(outcome.stderr).toMatch(/E_PLUGIN_SHAPE.*learner\.detector.*method save/);
    expect(outcome.code).toBe(4);
  });
});

describe('an audit cannot see', () => {
  it('a strategy that reads its future from a file of its own, as its help says, but names how it could', async () => {
    const head = `import { readFileSync } from 'node:fs';
      const closes = new Map(readFileSync(${JSON.stringify(join('FOLDER', 'AAA.csv'))}, 'utf8').trim().split('\\n').slice(1)
        .map((line) => [Date.parse(line.split(',')[0]!), Number(line.split(',')[4])]));`;
    const body = `const close = context.history('AAA').close.ago(0);
      context.target('AAA', (closes.get(context.time + 86_400_000) ?? close) > close ? 0.9 : 0);`;
    const outcome = await audit(written(body, head.replace('FOLDER', data)));
    expect(JSON.parse(outcome.stdout)).toMatchObject({ findings: [], unseenModules: ['node:fs'] });
    const help = await commandInProcess(['audit', '--help']);
    expect(help.stdout).toContain('cannot be seen');
  });
});

describe('an audit raises no false alarm', () => {
  it.each([
    [
      'at a strategy that draws from the seed',
      "context.target('AAA', context.state.uniform() < 0.5 ? 0.5 : 0);",
    ],
    [
      'at one that keeps state of its own between bars',
      `context.state.mean ??= 100;
       const close = context.history('AAA').close.ago(0);
       context.state.mean += 0.1 * (close - context.state.mean);
       context.target('AAA', close > context.state.mean ? 0.5 : 0);`,
    ],
    [
      'at one that reads the dates of bars',
      "context.target('AAA', new Date(context.time).getUTCDate() < 15 ? 0.5 : 0.1);",
    ],
  ])('%s', async (_, body) => {
    const outcome = await audit(written(body, '', 'init: ({ random }: never) => random,'));
    expect(JSON.parse(outcome.stdout)).toMatchObject({ findings: [], control: { alteration: 'noise' } });
    expect(outcome.code).toBe(0);
  });

  it('at one that reads two timeframes', async () => {
    const outcome = await audit(here('../../strategies/weekly-dip.ts'), '--weeks', '5');
    expect(JSON.parse(outcome.stdout)).toMatchObject({ findings: [], control: { alteration: 'noise' } });
    expect(outcome.code).toBe(0);
  });

  it.each([
    ['timed-bracket', ['--entry', 'limit', '--entry-bar', 'next', '--intrabar', 'nearest-extreme-first']],
    ['timed-bracket', ['--entry', 'stop', '--fill', 'same-close', '--participation', '0.01']],
    ['monthly-weights', ['--rule', 'volatility', '--bars', '20', '--lot-size', '1']],
    ['monthly-weights', ['--rule', 'trend', '--bars', '20', '--stale-too', '--fill', 'next-close']],
  ] as const)('at the strategy %s with %j', async (name, words) => {
    const outcome = await audit(here(`../golden/strategies/${name}.ts`), ...words);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ findings: [], control: { alteration: 'noise' } });
    expect(outcome.code).toBe(0);
  });
});
