import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../src/math/random.ts';
import { fineTune } from '../../../src/strategy/learn/fine-tune.ts';
import { compileKernels } from '../../../src/strategy/learn/graph/compile.ts';
import { maml, mamlMethod } from '../../../src/strategy/learn/maml.ts';
import { resolveMamlSettings } from '../../../src/strategy/learn/maml-settings.ts';
import type { EpisodeSource, MetaLearner, SampleSet } from '../../../src/strategy/learn/meta-learner.ts';
import { chosenRows } from '../../../src/strategy/learn/past-rows.ts';
import { TrainingProgram } from '../../../src/strategy/learn/training-program.ts';
import { linearTasks } from './task-families.ts';

const SMALL = {
  hidden: [8],
  metaSteps: 150,
  tasksPerStep: 4,
  supportCapacity: 24,
  queryCapacity: 24,
  outerRate: 0.01,
  innerRate: 0.1,
} as const;
const HEADS = ['squared-error', 'huber', 'direction', 'quantiles', 'log-wealth'] as const;

function trained(learner: MetaLearner, source: EpisodeSource): MetaLearner {
  for (const _ of learner.train(source, randomFrom(2)));
  return learner;
}

/** Three symbols over eight slices; the one feature tells which symbol earns most, in a direction of the task's own. */
function panelTasks(cost = 0): EpisodeSource {
  const panel = (sign: number, random: Random): SampleSet => {
    const features = Float64Array.from({ length: 24 }, () => random.normal());
    return {
      rows: 24,
      featureCount: 1,
      features,
      labels: features.map((value) => sign * value + 0.1 * random.normal() - cost),
      slices: Int32Array.from(features, (_, row) => 100 + Math.floor(row / 3)),
      symbols: Int32Array.from(features, (_, row) => row % 3),
      units: new Float64Array(24).fill(0.02),
    };
  };
  return (random) => {
    const sign = random.integer(2) === 0 ? 1 : -1;
    return { support: panel(sign, random), query: panel(sign, random) };
  };
}

/** The set without some of its rows. */
function withoutRows(set: SampleSet, left: readonly number[]): SampleSet {
  const kept = Int32Array.from({ length: set.rows }, (_, row) => row).filter((row) => !left.includes(row));
  return chosenRows(set, kept, null);
}

describe('every head', () => {
  it.each(HEADS)('trains on the loss that its predictors have: %s', (loss) => {
    const settings = resolveMamlSettings({ ...SMALL, loss, labelLimit: null, tasksPerStep: 2 });
    const program = new TrainingProgram(mamlMethod(settings, 1), compileKernels);
    const learner = maml(settings).create(1, randomFrom(1));
    const episodes = [1, 2].map((seed) => panelTasks()(randomFrom(seed)));
    episodes.forEach((episode, task) => {
      program.load(task, episode, randomFrom(1));
    });
    program.run(learner.checkpoint().parameters);
    episodes.forEach(({ support, query }, task) => {
      const { predictor, lossBefore, lossAfter } = learner.adapt(support);
      expect(program.queryLoss(task)).toBeCloseTo(learner.lossOf!(predictor, query), 11);
      expect(lossBefore).toBeCloseTo(learner.lossOf!(learner.initial(), support), 11);
      expect(lossAfter).toBeCloseTo(learner.lossOf!(predictor, support), 11);
    });
  });

  it('refuses a checkpoint of another head, and takes one of another loss of errors', () => {
    const checkpoint = maml({ ...SMALL, loss: 'direction' })
      .create(1, randomFrom(1))
      .checkpoint();
    expect(() => maml(SMALL).restore(checkpoint)).toThrow(/the loss is a regression; found direction/);
    const regression = maml(SMALL).create(1, randomFrom(1)).checkpoint();
    expect(maml({ ...SMALL, loss: 'huber' }).restore(regression).featureCount).toBe(1);
    const levels = maml({ ...SMALL, loss: 'quantiles' })
      .create(1, randomFrom(1))
      .checkpoint();
    const other = maml({ ...SMALL, loss: 'quantiles', quantiles: [0.2, 0.5, 0.8] });
    expect(() => other.restore(levels)).toThrow(/the quantiles are \[0\.2,0\.5,0\.8\]/);
  });

  it.each([
    [{ quantiles: [] }, 'quantiles'],
    [{ quantiles: [0.5, 0.4] }, 'quantiles'],
    [{ quantiles: [0, 0.5] }, 'quantiles'],
    [{ turnoverCost: -1 }, 'turnoverCost'],
    [{ loss: 'log' as never }, 'loss'],
  ])('refuses %j', (settings, name) => {
    expect(() => maml(settings)).toThrow(new RegExp(`^E_PARAMETER_INVALID maml\\.${name}`));
  });
});

describe('the head of the direction', () => {
  it('gives probabilities that say more than chance on new tasks', () => {
    const learner = trained(
      maml({ ...SMALL, loss: 'direction' }).create(3, randomFrom(1)),
      linearTasks(3, 20),
    );
    let right = 0;
    for (let seed = 50; seed < 70; seed++) {
      const { support, query } = linearTasks(3, 20)(randomFrom(seed));
      const { predictor } = learner.adapt(support);
      for (let row = 0; row < 20; row++) {
        const value = predictor.predict(query.features.slice(3 * row, 3 * row + 3));
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        if (value > 0 === query.labels[row]! > 0) right++;
      }
    }
    expect(right).toBeGreaterThan(300);
  });
});

describe('the head of quantiles', () => {
  it('never lets them cross, and predicts the middle one', () => {
    const factory = maml({ ...SMALL, loss: 'quantiles', quantiles: [0.05, 0.3, 0.6, 0.95] });
    const { support, query } = linearTasks(3, 20)(randomFrom(1));
    const { predictor } = factory.create(3, randomFrom(1)).adapt(support);
    for (let row = 0; row < 20; row++) {
      const features = query.features.slice(3 * row, 3 * row + 3);
      const found = Array.from(predictor.quantiles!(features));
      expect(found).toHaveLength(4);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(predictor.predict(features)).toBe(found[2]);
    }
  });

  it('covers as much as it says where the label is noise alone', () => {
    const noise: EpisodeSource = (random) => {
      const draw = (): SampleSet => ({
        rows: 24,
        featureCount: 1,
        features: Float64Array.from({ length: 24 }, () => random.normal()),
        labels: Float64Array.from({ length: 24 }, () => random.normal()),
      });
      return { support: draw(), query: draw() };
    };
    const factory = fineTune({ ...SMALL, metaSteps: 500, loss: 'quantiles', quantiles: [0.1, 0.9] });
    const found = trained(factory.create(1, randomFrom(1)), noise).initial().quantiles!(Float64Array.of(0));
    expect(found[0]).toBeGreaterThan(-1.6);
    expect(found[0]).toBeLessThan(-1);
    expect(found[1]).toBeGreaterThan(1);
    expect(found[1]).toBeLessThan(1.6);
  });
});

describe('the head of an allocation', () => {
  const factory = maml({
    ...SMALL,
    metaSteps: 250,
    loss: 'log-wealth',
    innerRate: 1,
    innerClip: null,
    turnoverCost: 0,
  });

  it('learns to put the weight on what earns in the task at hand', () => {
    const learner = trained(factory.create(1, randomFrom(1)), panelTasks());
    let better = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { support, query } = panelTasks()(randomFrom(300 + seed));
      const adapted = learner.lossOf!(learner.adapt(support).predictor, query);
      if (adapted < learner.lossOf!(learner.initial(), query)) better++;
    }
    expect(better).toBeGreaterThanOrEqual(18);
  });

  it.each([1, 3])(
    'counts wealth and turnover as portfolios that are held by hand for %i slices',
    (horizonBars) => {
      const settings = { ...SMALL, loss: 'log-wealth', turnoverCost: 0.01, labelLimit: null } as const;
      const learner = maml(settings).create(1, randomFrom(1));
      const predictor = learner.initial();
      // Symbol 2 has no row in slice 4: what is held of it is sold there, and bought from nothing later.
      const panel = withoutRows({ ...panelTasks()(randomFrom(4)).support, horizonBars }, [14]);
      const held: Map<number, number>[] = [];
      let total = 0;
      for (let slice = 0; slice < 8; slice++) {
        const rows = [...panel.slices!.keys()].filter((row) => panel.slices![row] === 100 + slice);
        const powers = rows.map((row) => Math.exp(predictor.predict(panel.features.slice(row, row + 1))));
        const sum = powers.reduce((a, b) => a + b);
        const money = new Map(rows.map((row, i) => [panel.symbols![row]!, powers[i]! / sum]));
        const before = held[slice - horizonBars] ?? new Map<number, number>();
        for (const symbol of [0, 1, 2])
          total += 0.01 * Math.abs((money.get(symbol) ?? 0) - (before.get(symbol) ?? 0));
        const grown = rows.map((row, i) => (powers[i]! / sum) * Math.exp(panel.labels[row]! * 0.02));
        const wealth = grown.reduce((a, b) => a + b);
        total -= Math.log(wealth);
        held.push(new Map(rows.map((row, i) => [panel.symbols![row]!, grown[i]! / wealth])));
      }
      expect(learner.lossOf!(predictor, panel)).toBeCloseTo(total / 8, 12);
      const program = new TrainingProgram(mamlMethod(resolveMamlSettings(settings), 1), compileKernels);
      program.load(0, { support: panel, query: panel }, randomFrom(1));
      program.run(learner.checkpoint().parameters);
      const { predictor: adapted } = learner.adapt(panel);
      expect(program.queryLoss(0)).toBeCloseTo(learner.lossOf!(adapted, panel), 11);
    },
  );

  it('trades less where trading costs more', () => {
    const turnoverOf = (turnoverCost: number): number => {
      const source = panelTasks();
      const fixed = fineTune({ ...SMALL, metaSteps: 300, loss: 'log-wealth', turnoverCost });
      const sameSign: EpisodeSource = (random) => {
        for (;;) {
          const episode = source(random);
          if (episode.support.features[0]! * episode.support.labels[0]! > 0) return episode;
        }
      };
      const predictor = trained(fixed.create(1, randomFrom(1)), sameSign).initial();
      return Math.abs(predictor.predict(Float64Array.of(1)) - predictor.predict(Float64Array.of(-1)));
    };
    expect(turnoverOf(0.5)).toBeLessThan(0.7 * turnoverOf(0));
  });
});
