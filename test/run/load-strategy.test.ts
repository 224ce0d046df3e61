import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as regimeta from 'regimeta';
import { describe, expect, it } from 'vitest';
import { loadStrategy } from '../../src/run/load-strategy.ts';
import { loadWritten, type StrategyText, strategyText } from '../support/strategy-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Writes files into a folder and loads the first of them. */
function loadFrom(files: Readonly<Record<string, string>>): ReturnType<typeof loadStrategy> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return loadStrategy(join(folder, Object.keys(files)[0]!), regimeta);
}

const simple = `defineStrategy({ name: 'simple', description: '', parameters: z.object({}), lookback: () => 1, onBar() {} })`;

describe('a strategy file', () => {
  it('may import files beside it, JSON, packages, and modules of Node by either name', async () => {
    const { strategy } = await loadFrom({
      'main.ts': strategyText({
        head: `import { bars } from './lib/bars.ts';
          import { more } from './lib/more';
          import numbers from './numbers.json';
          import shelf from 'shelf';
          import { EventEmitter } from 'events';
          import path from 'node:path';
          new EventEmitter();`,
        properties: 'lookback: () => bars + more + numbers.three + shelf.four + path.sep.length,',
      }),
      'lib/bars.ts': 'export const bars: number = 1;',
      'lib/more.ts': 'export const more: number = 2;',
      'numbers.json': '{ "three": 3 }',
      'node_modules/shelf/package.json': '{ "name": "shelf", "main": "index.js" }',
      'node_modules/shelf/index.js': 'const fs = require("fs"); module.exports = { four: fs ? 4 : 0 };',
    });
    expect(strategy.lookback({})).toBe(11);
  });

  it('may be CommonJS', async () => {
    const text = `const { defineStrategy, z } = require('regimeta'); module.exports = ${simple};`;
    const { strategy } = await loadFrom({ 'main.cjs': text });
    expect(strategy.name).toBe('simple');
  });

  it('may lie at a path with spaces, quotes and brackets, and its errors are still placed', async () => {
    const text = strategyText({ properties: "\n  lookback: () => { throw new Error('here'); }," });
    const { strategy, locate } = await loadFrom({ "a [b] 'c' (d)/main 1.ts": text });
    let stack = '';
    try {
      strategy.lookback({});
    } catch (error) {
      stack = (error as Error).stack!;
    }
    expect(locate(stack)).toMatch(/main 1\.ts:10:\d+$/);
    expect(locate(new Error('elsewhere').stack!)).toBeNull();
  });

  it('has a hash over its own files, which changes with any of them', async () => {
    const main = `import './beside.ts';\n${strategyText({})}`;
    const [one, same, other] = await Promise.all(
      ['1', '1', '2'].map((value) =>
        loadFrom({ 'main.ts': main, 'beside.ts': `export const value = ${value};` }),
      ),
    );
    expect(same!.hash).toBe(one!.hash);
    expect(other!.hash).not.toBe(one!.hash);
  });

  it('is evaluated anew by fresh, so that nothing of an earlier run is seen', async () => {
    const loaded = await loadWritten({ head: 'let calls = 0;', properties: 'lookback: () => ++calls,' });
    expect([loaded.strategy.lookback({}), loaded.strategy.lookback({})]).toEqual([1, 2]);
    const fresh = loaded.fresh();
    expect(fresh.strategy.lookback({})).toBe(1);
    expect(fresh.hash).toBe(loaded.hash);
  });
});

describe('a file that is no strategy is refused', () => {
  it.each([
    ['', 'no default export'],
    ['export const strategy = 1;', 'no default export'],
    ['export default 42;', 'number'],
    ['export default { name: "plain", lookback: () => 1, onBar() {} };', 'object'],
  ])('%j', async (text, found) => {
    await expect(loadFrom({ 'main.ts': text })).rejects.toMatchObject({ code: 'E_PLUGIN_SHAPE', found });
  });

  const cases: [string, StrategyText, RegExp][] = [
    ['no name', { properties: 'name: undefined,' }, /name of a strategy/],
    ['a name that leads out of the folder', { properties: "name: '../evil'," }, /name of a strategy/],
    ['an empty name', { properties: "name: ''," }, /name of a strategy/],
    ['no description', { properties: 'description: undefined,' }, /description of a strategy is text/],
    [
      'a look-back that is no function',
      { properties: 'lookback: 5,' },
      /lookback is a function; found number/,
    ],
    ['no onBar', { properties: 'onBar: undefined,' }, /onBar is a function; found nothing/],
    [
      'timers that are no function',
      { properties: 'timers: {},' },
      /timers is a function, or left out; found object. Write timers: \(\) => …/,
    ],
    ['a misspelt hook', { properties: 'timer: () => ({}),' }, /no property timer.*Did you mean timers\?/],
    [
      'parameters that are no object',
      { properties: 'parameters: z.string(),' },
      /parameters is a zod object/,
    ],
    ['no parameters', { properties: 'parameters: undefined,' }, /parameters is a zod object; found nothing/],
    ['a parameter with a space', { properties: "parameters: z.object({ 'a b': z.int() })," }, /found "a b"/],
    [
      'a parameter that looks like a negation',
      { properties: 'parameters: z.object({ noStop: z.boolean() }),' },
      /found "noStop"/,
    ],
    [
      'a parameter that every object has',
      { properties: 'parameters: z.object({ constructor: z.int() }),' },
      /found "constructor"/,
    ],
  ];
  it.each(cases)('%s', async (_, text, message) => {
    await expect(loadWritten(text)).rejects.toThrow(/^E_PLUGIN_SHAPE .*written\.ts: /);
    await expect(loadWritten(text)).rejects.toThrow(message);
  });

  it('names the line of an import that is not there, and what to do', async () => {
    await expect(loadWritten({ head: "import own from 'zod-of-my-own'; own();" })).rejects.toThrow(
      /^E_PLUGIN_LOAD .*written\.ts:2:\d+: .*zod-of-my-own.*z comes from regimeta/,
    );
  });
});
