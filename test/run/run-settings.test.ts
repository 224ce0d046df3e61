import { describe, expect, it } from 'vitest';
import { type OptionField, optionFields, optionValue } from '../../src/run/option-fields.ts';
import { parseOptions } from '../../src/run/parse-options.ts';
import { type RunSettings, runSettingsSchema } from '../../src/run/run-settings.ts';

const fields = new Map(optionFields(runSettingsSchema).map((field) => [field.flag, field]));
const fieldOf = (flag: string): OptionField => fields.get(flag)!;

/** Settings from words of the command line. */
function settingsOf(words: Readonly<Record<string, string>>): RunSettings {
  const given = Object.entries(words).map(([flag, word]) => {
    const field = fieldOf(flag);
    return [field.name, optionValue(field, word)];
  });
  return parseOptions(runSettingsSchema, Object.fromEntries(given), 'settings');
}

describe('on the command line', () => {
  it('participation is a part or none', () => {
    expect(settingsOf({}).participation).toBe(0.1);
    expect(settingsOf({ '--participation': '0.25' }).participation).toBe(0.25);
    expect(settingsOf({ '--participation': 'none' }).participation).toBe('none');
    expect(() => settingsOf({ '--participation': '2' })).toThrow(
      /^E_PARAMETER_INVALID .*up to 1, or none; found "2"/,
    );
  });

  it('tiers are JSON', () => {
    const word = '[{"from":0,"bps":5},{"from":1e6,"bps":3,"perShare":0.001}]';
    expect(settingsOf({ '--commission-tiers': word }).commissionTiers).toEqual([
      { from: 0, bps: 5 },
      { from: 1e6, bps: 3, perShare: 0.001 },
    ]);
  });

  it('rebates are below zero', () => {
    expect(settingsOf({ '--maker-bps': '-0.5', '--taker-bps': '3' })).toMatchObject({
      makerBps: -0.5,
      takerBps: 3,
    });
  });
});

describe('what contradicts itself is refused:', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['tiers that begin above zero', { '--commission-tiers': '[{"from":1,"bps":5}]' }, /tiers rise from 0/],
    [
      'tiers that do not rise',
      { '--commission-tiers': '[{"from":0,"bps":5},{"from":0,"bps":3}]' },
      /tiers rise from 0/,
    ],
    ['no tier', { '--commission-tiers': '[]' }, /commissionTiers/],
    ['a tier with a misspelt rate', { '--commission-tiers': '[{"from":0,"bpp":5}]' }, /bpp/],
    [
      'tiers beside the rate of a maker',
      { '--commission-tiers': '[{"from":0,"bps":5}]', '--maker-bps': '1' },
      /exclude each other/,
    ],
    ['latency below zero', { '--latency-ms': '-1' }, /latencyMs/],
    ['a part of a bar as latency', { '--latency-bars': '0.5' }, /latencyBars/],
  ])('%s', (_, words, message) => {
    expect(() => settingsOf(words)).toThrow(message);
    expect(() => settingsOf(words)).toThrow('E_PARAMETER_INVALID');
  });
});
