import { maml } from '../../../src/strategy/learn/maml.ts';
import { metaLearnerConformance } from '../../conformance/meta-learner-conformance.ts';

const SMALL = {
  hidden: [8],
  metaSteps: 200,
  tasksPerStep: 4,
  supportCapacity: 16,
  queryCapacity: 16,
  outerRate: 0.01,
} as const;

metaLearnerConformance({ name: 'MAML', factory: () => maml(SMALL) });

metaLearnerConformance({
  name: 'FOMAML with relu',
  factory: () => maml({ ...SMALL, order: 'first', activation: 'relu' }),
});

metaLearnerConformance({ name: 'MAML in float32', factory: () => maml({ ...SMALL, precision: 'float32' }) });

metaLearnerConformance({
  name: 'MAML with scaled features',
  factory: () => maml({ ...SMALL, scaling: 'standard' }),
});

metaLearnerConformance({
  name: 'MAML of quantiles',
  factory: () => maml({ ...SMALL, innerRate: 0.2, loss: 'quantiles' }),
});

metaLearnerConformance({
  name: 'MAML of the direction',
  factory: () => maml({ ...SMALL, innerRate: 0.2, loss: 'direction' }),
  exceptions: {
    'training lowers the error on new tasks after adaptation': 'it predicts probabilities and not the label',
  },
});

metaLearnerConformance({
  name: 'MAML without limits',
  factory: () => maml({ ...SMALL, innerClip: null, outerClip: null, labelLimit: null }),
});
