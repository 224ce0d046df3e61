import { anil } from '../../../src/strategy/learn/anil.ts';
import { anilRidge } from '../../../src/strategy/learn/anil-ridge.ts';
import { fineTune } from '../../../src/strategy/learn/fine-tune.ts';
import { joint } from '../../../src/strategy/learn/joint.ts';
import { maml } from '../../../src/strategy/learn/maml.ts';
import { matching } from '../../../src/strategy/learn/matching.ts';
import { metaSgd } from '../../../src/strategy/learn/meta-sgd.ts';
import { reptile } from '../../../src/strategy/learn/reptile.ts';
import { rollingRidge } from '../../../src/strategy/learn/rolling-ridge.ts';
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
