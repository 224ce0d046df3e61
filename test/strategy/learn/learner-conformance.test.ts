import { anil } from '../../../src/strategy/learn/anil.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { boostedTrees } from '../../../src/strategy/learn/boosted-trees.ts';
import { cavia } from '../../../src/strategy/learn/cavia.ts';
import { fineTune } from '../../../src/strategy/learn/fine-tune.ts';
import { fixedRule } from '../../../src/strategy/learn/fixed-rule.ts';
import { fomaml } from '../../../src/strategy/learn/fomaml.ts';
import { joint } from '../../../src/strategy/learn/joint.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { none } from '../../../src/strategy/learn/none.ts';
import { prototypical } from '../../../src/strategy/learn/prototypical.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { rollingRefit } from '../../../src/strategy/learn/rolling-refit.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
import { ruleSelector } from '../../../src/strategy/learn/rule-selector.ts';
import { snail } from '../../../src/strategy/learn/snail.ts';
import { taskEmbedding } from '../../../src/strategy/learn/task-embedding.ts';
import { metaLearnerConformance } from '../../conformance/meta-learner-conformance.ts';

const TRAINING = {
  hidden: [8],
  metaSteps: 200,
  tasksPerStep: 4,
  supportCapacity: 16,
  queryCapacity: 16,
} as const;
const SMALL = { ...TRAINING, outerRate: 0.01 } as const;

metaLearnerConformance({
  name: 'MAML under the Huber loss',
  factory: () => maml({ ...SMALL, loss: 'huber', huberThreshold: 0.8, innerRate: 0.1 }),
});

metaLearnerConformance({ name: 'ANIL', factory: () => anil({ ...SMALL, innerRate: 0.1 }) });

metaLearnerConformance({
  name: 'first-order ANIL under the Huber loss',
  factory: () => anil({ ...SMALL, innerRate: 0.15, order: 'first', loss: 'huber' }),
});

metaLearnerConformance({ name: 'ANIL with a learned ridge', factory: () => anilRidge(SMALL) });

metaLearnerConformance({
  name: 'ANIL with a fixed ridge in float32',
  factory: () => anilRidge({ ...SMALL, ridge: 0.05, ridgeLearned: false, precision: 'float32' }),
});

metaLearnerConformance({ name: 'Meta-SGD', factory: () => metaSgd(SMALL) });

metaLearnerConformance({
  name: 'Meta-SGD of three steps from one step size, with relu',
  factory: () => metaSgd({ ...SMALL, innerSteps: 3, initialRate: 0.03, activation: 'relu' }),
});

metaLearnerConformance({ name: 'Reptile', factory: () => reptile({ ...TRAINING, outerRate: 0.5 }) });

metaLearnerConformance({
  name: 'Reptile on parts of the support',
  factory: () => reptile({ ...TRAINING, outerRate: 0.5, batchRows: 4 }),
});

metaLearnerConformance({ name: 'fine-tuning', factory: () => fineTune(SMALL) });

const STILL = 'it never adapts';
metaLearnerConformance({
  name: 'joint training',
  factory: () => joint(SMALL),
  exceptions: {
    'adapting leaves the initialisation unchanged': STILL,
    'adapting lowers the support loss, before training and after': STILL,
    'an adaptation says what it did in finite numbers': STILL,
  },
});

const UNTRAINED = 'it has no parameters, and nothing to train';
metaLearnerConformance({
  name: 'the rolling ridge',
  factory: () => rollingRidge(),
  exceptions: {
    'the seed fixes the initialisation': UNTRAINED,
    'the seed fixes a whole training, to the bit': UNTRAINED,
    'training reports every step in finite numbers': UNTRAINED,
    'training moves the initialisation at every step': UNTRAINED,
    'training lowers the error on new tasks after adaptation': UNTRAINED,
    'a checkpoint that does not fit is refused with E_LEARNER_SHAPE': UNTRAINED,
  },
});

metaLearnerConformance({
  name: 'a matching network',
  factory: () => matching(SMALL),
  exceptions: {
    'an adaptation says what it did in finite numbers': 'it takes no gradient, so the norm is 0',
  },
});

metaLearnerConformance({
  name: 'the selector of rules',
  factory: () => ruleSelector({ metaTasks: 400, pastTasks: 0 }),
  exceptions: {
    'the seed fixes the initialisation': 'it begins with equal rules, whatever the seed',
    'adapting lowers the support loss, before training and after':
      'it goes towards the payoffs of the support by as much as they are trusted, not down a loss',
    'an adaptation says what it did in finite numbers': 'it takes no gradient, so the norm is 0',
    'training lowers the error on new tasks after adaptation':
      'it predicts a position between the rules, not a label; what it learns is tested beside its rules',
  },
});

const { hidden: _, ...ROWS } = TRAINING;
const NO_GRADIENT = {
  'an adaptation says what it did in finite numbers': 'it takes no gradient, so the norm is 0',
};
/** Before training, these attend to rows of any labels, and their predictions need not fit the support. */
const AMORTISED = {
  ...NO_GRADIENT,
  'adapting lowers the support loss, before training and after':
    'it takes no step that follows the support loss; it is trained to lower that of the query',
  'a single row and thousands are enough to adapt': 'the same, so that the loss of a single row may rise',
};

metaLearnerConformance({ name: 'FOMAML by its name', factory: () => fomaml(SMALL) });

metaLearnerConformance({ name: 'CAVIA', factory: () => cavia({ ...SMALL, innerRate: 0.3 }) });

metaLearnerConformance({
  name: 'a prototypical network',
  factory: () => prototypical({ ...SMALL, classCount: 4 }),
  exceptions: {
    ...AMORTISED,
    'training lowers the error on new tasks after adaptation':
      'its predictions are means of three or four labels, which few rows make coarse',
  },
});

metaLearnerConformance({
  name: 'SNAIL',
  factory: () => snail({ ...ROWS, outerRate: 0.02, filters: 6 }),
  exceptions: {
    ...AMORTISED,
    'training lowers the error on new tasks after adaptation': 'it needs thousands of meta-steps',
  },
});

for (const encoder of ['meta-features', 'set-attention', 'segment-attention', 'asset-graph'] as const) {
  metaLearnerConformance({
    name: `a network conditioned by ${encoder}`,
    factory: () => taskEmbedding({ ...SMALL, outerRate: 0.02, encoder }),
    exceptions: {
      ...AMORTISED,
      'adapting leaves the initialisation unchanged': 'before training no embedding changes the network',
      'an adaptation does not remember the one before': 'the same',
    },
  });
}

const NOTHING_TO_TRAIN = {
  'training reports every step in finite numbers': 'it has nothing to train',
  'training moves the initialisation at every step': 'it has nothing to train',
  'training lowers the error on new tasks after adaptation': 'it has nothing to train',
};
const WITHOUT_PARAMETERS = {
  ...NOTHING_TO_TRAIN,
  'the seed fixes the initialisation': UNTRAINED,
  'the seed fixes a whole training, to the bit': UNTRAINED,
  'a checkpoint that does not fit is refused with E_LEARNER_SHAPE': UNTRAINED,
};

metaLearnerConformance({
  name: 'the rolling refit',
  factory: () => rollingRefit({ hidden: [8], refitSteps: 30 }),
  exceptions: {
    ...NOTHING_TO_TRAIN,
    'the seed fixes a whole training, to the bit': 'it has nothing to train',
  },
});

metaLearnerConformance({
  name: 'boosted trees',
  factory: () => boostedTrees({ trees: 20 }),
  exceptions: { ...WITHOUT_PARAMETERS, ...NO_GRADIENT },
});

metaLearnerConformance({
  name: 'no learner',
  factory: () => none(),
  exceptions: {
    ...WITHOUT_PARAMETERS,
    'adapting leaves the initialisation unchanged': STILL,
    'adapting lowers the support loss, before training and after': STILL,
    'an adaptation says what it did in finite numbers': STILL,
    'an adaptation does not remember the one before': STILL,
  },
});

metaLearnerConformance({
  name: 'the mean of the support',
  factory: () => none({ value: 'support-mean' }),
  exceptions: { ...WITHOUT_PARAMETERS, ...NO_GRADIENT },
});

metaLearnerConformance({
  name: 'a rule in the place of a learner',
  factory: () =>
    fixedRule((feature) => 0.5 * feature('first') - feature('third'), ['first', 'second', 'third']),
  exceptions: {
    ...WITHOUT_PARAMETERS,
    'adapting leaves the initialisation unchanged': STILL,
    'adapting lowers the support loss, before training and after': STILL,
    'an adaptation says what it did in finite numbers': STILL,
    'an adaptation does not remember the one before': STILL,
  },
});
