import { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { checkedSettings } from './checked-settings.ts';
import { type CoreReading, type DetectorCore, FramedDetector } from './framed-detector.ts';
import { restoreState, savedState } from './plain-state.ts';
import type { DetectorFactory, DetectorState, RegimeDetector } from './regime-detector.ts';

/** How the members of an ensemble agree; see {@link ensemble}. */
export const agreementSchema = z.strictObject({
  rule: z
    .enum(['vote', 'mean'])
    .default('vote')
    .describe('count confirmed changes, or take the mean of the change probabilities'),
  quorum: z.int().min(1).max(1_000).default(2).describe('votes that confirm a change'),
  voteBars: z
    .int()
    .min(1)
    .max(1e6)
    .default(21)
    .describe('observations for which a change that a member confirmed counts as its vote'),
  threshold: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('mean change probability from which on a change is confirmed'),
});

type AgreementSettings = z.infer<typeof agreementSchema>;

/**
 * Several detectors on the same observations. By `vote`, a change is confirmed where so many of them confirmed one within the last
 * `voteBars` observations, by `mean` where the mean of their change probabilities rises to the threshold, having been below it before. Then all votes are
 * void. The new regime began where the median of the voters, or of all, thinks. `changeProbability` is the votes as a part of the quorum, or the mean.
 * E_PARAMETER_INVALID without a member, or with a quorum beyond their number.
 */
export function ensemble(
  members: readonly DetectorFactory[],
  agreement: z.input<typeof agreementSchema> = {},
): DetectorFactory {
  const complete = checkedSettings(agreementSchema, agreement, 'ensemble');
  const { rule, quorum } = complete;
  if (members.length === 0 || (rule === 'vote' && quorum > members.length)) {
    throw new RegimetaError('E_PARAMETER_INVALID', {
      place: 'ensemble.quorum',
      rule: 'there is at least one member, and no fewer than the quorum',
      found: `${members.length} members, quorum ${quorum}`,
    });
  }
  return {
    settings: { method: 'ensemble', ...complete, members: members.map(({ settings }) => settings) },
    create: (dimension = 1) =>
      new FramedDetector(
        new EnsembleCore(
          members.map((member) => member.create(dimension)),
          complete,
          dimension,
        ),
      ),
  };
}

class EnsembleCore implements DetectorCore {
  readonly name: string;
  readonly dimension: number;
  readonly takesGaps = true;
  readonly #members: readonly RegimeDetector[];
  readonly #agreement: AgreementSettings;
  readonly #runs: Float64Array;
  /** By member: observations since its vote, -1 without one, and the run length that it said then. */
  readonly #state: { run: number; below: number; voteAge: Float64Array; voteRun: Float64Array };

  constructor(members: readonly RegimeDetector[], agreement: AgreementSettings, dimension: number) {
    this.name = `ensemble ${agreement.rule} of ${members.map(({ name }) => name).join(', ')}`;
    this.dimension = dimension;
    this.#members = members;
    this.#agreement = agreement;
    this.#runs = new Float64Array(members.length);
    this.#state = {
      run: 0,
      below: 1,
      voteAge: new Float64Array(members.length).fill(-1),
      voteRun: new Float64Array(members.length),
    };
  }

  step(observation: Float64Array, reading: CoreReading): void {
    const state = this.#state;
    state.run++;
    for (const member of this.#members) member.update(observation);
    if (this.#agreement.rule === 'vote') this.#vote(reading);
    else this.#average(reading);
    if (reading.confirmed) {
      state.voteAge.fill(-1);
      state.run = Math.min(state.run, reading.runLength);
    }
    reading.runLength = state.run;
  }

  save(): DetectorState {
    const members = this.#members.map((member, k) => [`member ${k}`, member.save()] as const);
    return { own: savedState(this.#state), ...Object.fromEntries(members) };
  }

  restore(state: DetectorState): void {
    restoreState(this.#state, state['own'] as DetectorState);
    this.#members.forEach((member, k) => {
      member.restore(state[`member ${k}`] as DetectorState);
    });
  }

  #vote(reading: CoreReading): void {
    const { quorum, voteBars } = this.#agreement;
    const { voteAge, voteRun } = this.#state;
    let votes = 0;
    for (let k = 0; k < this.#members.length; k++) {
      const member = this.#members[k]!;
      if (member.confirmed) {
        voteAge[k] = 0;
        voteRun[k] = member.runLength;
      } else if (voteAge[k]! >= 0) voteAge[k] = voteAge[k]! + 1 < voteBars ? voteAge[k]! + 1 : -1;
      if (voteAge[k]! >= 0) this.#runs[votes++] = voteRun[k]! + voteAge[k]!;
    }
    reading.changeProbability = Math.min(1, votes / quorum);
    reading.confirmed = votes >= quorum;
    if (reading.confirmed) reading.runLength = this.#median(votes);
  }

  #average(reading: CoreReading): void {
    const { threshold } = this.#agreement;
    const state = this.#state;
    let sum = 0;
    for (let k = 0; k < this.#members.length; k++) {
      sum += this.#members[k]!.changeProbability;
      this.#runs[k] = this.#members[k]!.runLength;
    }
    const mean = sum / this.#members.length;
    reading.changeProbability = mean;
    reading.confirmed = mean >= threshold && state.below === 1;
    state.below = mean >= threshold ? 0 : 1;
    if (reading.confirmed) reading.runLength = this.#median(this.#members.length);
  }

  /** The lower median of the first `count` run lengths, at least 1. */
  #median(count: number): number {
    const runs = this.#runs.subarray(0, count).sort();
    return Math.max(1, runs[Math.floor((count - 1) / 2)]!);
  }
}
