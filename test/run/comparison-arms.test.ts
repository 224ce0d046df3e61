import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chosenArms } from '../../src/run/comparison-arms.ts';
import { defineStrategy } from '../../src/strategy/definition.ts';
import { withoutFile } from '../support/in-memory-run.ts';

const baselines = ['equal-weight', 'risk-parity'].map((name) =>
  withoutFile(
    defineStrategy({
      name,
      description: '',
      parameters: z.object({}),
      lookback: () => 1,
      onBar: () => undefined,
    }),
  ),
);

const namesOf = (arms: readonly string[] | null, hasChangePoints = false, hasRule = false) => {
  const chosen = chosenArms({ arms, baselines, hasChangePoints, hasRule });
  const shown = chosen.baselines.map(({ strategy }) => strategy.name);
  return { names: [...chosen.controls, ...shown], recorded: chosen.recorded };
};

describe('the arms of a comparison', () => {
  it('are by default all that apply, the oracle where changes are known, the rule where there is one, and all baselines', () => {
    const usual = ['frozen', 'random-time', 'calendar', 'random-init', 'rolling'];
    expect(namesOf(null)).toEqual({ names: [...usual, 'equal-weight', 'risk-parity'], recorded: null });
    expect(namesOf(null, true).names).toEqual([...usual, 'oracle', 'equal-weight', 'risk-parity']);
    expect(namesOf(null, false, true).names).toEqual([...usual, 'rule', 'equal-weight', 'risk-parity']);
  });

  it('stand in one order whatever the order in which they are named, and are recorded in it', () => {
    const names = ['frozen', 'oracle', 'risk-parity'];
    expect(namesOf(['risk-parity', ' oracle', 'frozen'])).toEqual({ names, recorded: names });
  });

  it('are refused where there is none of a name', () => {
    expect(() => namesOf(['risk-parety'])).toThrow(/Did you mean risk-parity\?/);
  });
});
