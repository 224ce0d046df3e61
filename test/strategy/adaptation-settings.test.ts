import { describe, expect, it } from 'vitest';
import type { LearnerSlot } from '../../src/strategy/learner-slot.ts';
import { defineDetector } from '../../src/strategy/regime/define-detector.ts';
import type { Assembly } from '../support/assembly.ts';
import { learnOver, trends } from '../support/learn-over.ts';
import { learnerSlot, MeanLearner } from '../support/learning-parts.ts';
import { ofKind } from '../support/memory-journal.ts';

/** A model of two states, the sign of the observation, which changes after two of the other sign. */
const signState = defineDetector({
  name: 'sign state',
  states: 2,
  init: () => ({ state: -1, contrary: 0, run: 0 }),
  update(state, observation) {
    const sign = observation[0]! > 0 ? 1 : 0;
    if (state.state < 0) state.state = sign;
    state.run++;
    state.contrary = sign === state.state ? 0 : state.contrary + 1;
    const confirmed = state.contrary === 2;
    if (confirmed) {
      state.state = sign;
      state.run = 2;
      state.contrary = 0;
    }
    return { confirmed, changeProbability: confirmed ? 1 : 0, runLength: state.run, state: state.state };
  },
});

const over = (lengths: readonly number[], changes: Partial<LearnerSlot> = {}): Assembly =>
  learnOver(trends(...lengths), { slot: learnerSlot(changes) });

const kindsOf = ({ journal }: Assembly): string[] =>
  journal.events.map((event) =>
    event.kind === 'adaptation-skipped' ? `${event.kind} ${event.reason}` : event.kind,
  );

describe('the budget of adaptations', () => {
  it('lets so many through within its slices, and skips the others with a reason', () => {
    const run = over([20, 20, 20], { adaptation: { budget: 3, budgetBars: 100 } });
    expect(ofKind(run.journal.events, 'adapted')).toHaveLength(3);
    expect(kindsOf(run).filter((kind) => kind.endsWith('budget-spent'))).toHaveLength(1);
    const shorter = over([20, 20, 20], { adaptation: { budget: 3, budgetBars: 15 } });
    expect(ofKind(shorter.journal.events, 'adapted')).toHaveLength(4);
  });
});

describe('shrinkage from the initialisation', () => {
  it('gives the adapted model a part that grows with its support', () => {
    const seen: (number | null)[] = [];
    const slot = learnerSlot({ adaptation: { shrinkage: 4 } });
    const rows = trends(20, 20);
    const { journal } = learnOver(rows, { slot }, ({ prediction }) => void seen.push(prediction('A')));
    const whole: (number | null)[] = [];
    learnOver(rows, {}, ({ prediction }) => void whole.push(prediction('A')));
    const weights = ofKind(journal.events, 'adapted').map(({ weight }) => weight);
    expect(weights).toEqual([4 / 8, 8 / 12]);
    // The initialisation of this learner predicts 0.
    expect(seen[27]).toBeCloseTo(whole[27]! / 2, 12);
    expect(seen[31]).toBeCloseTo((whole[31]! * 2) / 3, 12);
  });
});

describe('past regimes in the support', () => {
  it('join the rows of the change, counted and hashed', () => {
    const plain = ofKind(over([20, 20, 20]).journal.events, 'adapted');
    const joined = ofKind(over([20, 20, 20], { adaptation: { pastTasks: 1 } }).journal.events, 'adapted');
    expect(joined.map(({ pastTasks }) => pastTasks)).toEqual([1, 1, 1, 1]);
    joined.forEach((event, k) => {
      expect(event.support.rows).toBe(plain[k]!.support.rows + 8);
      expect(event.support.hash).not.toBe(plain[k]!.support.hash);
      expect(event.support.from).toBe(plain[k]!.support.from);
    });
  });
});

describe('a false alarm', () => {
  it('is taken back where a model of states returns: the parameters are those from before', () => {
    const slot = { detector: signState, adaptation: { revertBars: 20 } };
    const run = over([20, 8, 20], slot);
    const [reverted] = ofKind(run.journal.events, 'adaptation-reverted');
    const [first, ...rest] = ofKind(run.journal.events, 'adapted');
    expect(rest).toHaveLength(0);
    expect(reverted).toMatchObject({
      trigger: 'false-alarm',
      regimeSequence: ofKind(run.journal.events, 'regime-changed')[0]!.sequence,
      parametersBefore: first!.parametersAfter,
      parametersAfter: new MeanLearner(1).initial().parametersHash,
    });
    expect(kindsOf(run)).toEqual([
      'regime-changed',
      'adapted',
      'regime-changed',
      'adaptation-skipped false-alarm',
      'adaptation-reverted',
    ]);
  });

  it('is none where it comes too late, or where nothing is to be taken back', () => {
    for (const adaptation of [{ revertBars: 5 }, {}]) {
      const run = over([20, 20, 20], { detector: signState, adaptation });
      expect(kindsOf(run)).not.toContain('adaptation-reverted');
      expect(ofKind(run.journal.events, 'adapted')).toHaveLength(4);
    }
  });

  it('before any adaptation only skips what was due', () => {
    const run = over([20, 4, 20], { detector: signState, adaptation: { revertBars: 20 } });
    expect(kindsOf(run)).not.toContain('adaptation-reverted');
    expect(kindsOf(run)).toContain('adaptation-skipped false-alarm');
  });
});
