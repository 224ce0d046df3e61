import { AdaptationProgram } from './adaptation-program.ts';
import { learnerFactory } from './gradient-learner.ts';
import type { Compiler } from './graph/program.ts';
import type { RowSettings } from './learner-settings.ts';
import type { LearnerFactory } from './meta-learner.ts';
import type { Method, NetworkMethod } from './method.ts';
import { NetworkPredictor } from './network-predictor.ts';

/** The factory of the learner that a method of a network makes. `compile` is that of `learnerFactory`. */
export function networkLearner(
  settings: RowSettings,
  methodFor: (featureCount: number) => NetworkMethod,
  compile?: Compiler,
): LearnerFactory {
  return learnerFactory(settings, (featureCount) => completed(methodFor(featureCount)), compile);
}

/** Adapts by the method's compiled graph, and predicts with the network whose parameters it gives. */
function completed(method: NetworkMethod): Method {
  const { network, head } = method;
  return {
    ...method,
    initial: (trained) => new NetworkPredictor(network, method.networkOf(trained), head),
    adapter(compile) {
      const program = new AdaptationProgram(method, compile);
      return (trained, { support }) => {
        const { parameters, ...losses } = program.run(trained, support);
        const finite = parameters.every((value) => Number.isFinite(value));
        return { ...losses, predictor: finite ? new NetworkPredictor(network, parameters, head) : null };
      };
    },
  };
}
