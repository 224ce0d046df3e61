import type { Binary, Node, UnaryFunction } from './node.ts';
import { absoluteAdjoint } from './operations/absolute.ts';
import { add, addScaledAdjoints } from './operations/add-scaled.ts';
import { broadcastAdjoints, sumAdjoints } from './operations/broadcast.ts';
import { choleskyAdjoints } from './operations/cholesky.ts';
import { concatAdjoints } from './operations/concat.ts';
import { divideAdjoints } from './operations/divide.ts';
import { exponentialAdjoint } from './operations/exponential.ts';
import { extremumAdjoints } from './operations/extremum.ts';
import { gatherAdjoints, scatterAddAdjoints } from './operations/gather.ts';
import { constant } from './operations/leaf.ts';
import { logarithmAdjoint } from './operations/logarithm.ts';
import { matmulAdjoints } from './operations/matmul.ts';
import { maximumAdjoints } from './operations/maximum.ts';
import { multiplyAdjoints } from './operations/multiply.ts';
import { permuteAdjoints } from './operations/permute.ts';
import { reciprocalRootAdjoint } from './operations/reciprocal-root.ts';
import { reluAdjoint } from './operations/relu.ts';
import { reshapeAdjoints } from './operations/reshape.ts';
import { ridgeSolveAdjoints } from './operations/ridge-solve.ts';
import { rootAdjoint } from './operations/root.ts';
import { scaleAdjoints } from './operations/scale.ts';
import { selectAdjoints } from './operations/select.ts';
import { sigmoidAdjoint } from './operations/sigmoid.ts';
import { padAdjoints, sliceAdjoints } from './operations/slice.ts';
import { softplusAdjoint } from './operations/softplus.ts';
import { squareAdjoint } from './operations/square.ts';
import { tanhAdjoint, tanhSlopeAdjoints } from './operations/tanh.ts';
import { triangularSolveAdjoints } from './operations/triangular-solve.ts';
import { executionOrder } from './order.ts';

/**
 * The gradient of the sum of all elements of `output` with respect to each of `variables`, as new nodes of the
 * same graph, of the variables' shapes; zeros where the output does not depend on a variable. The result is made
 * of the same operations, so the gradient of a gradient is this function again.
 *
 * A variable may be any node. Where every task has a loss of its own that depends on that task's slice of the
 * variables alone, the slices of the result are the tasks' own gradients.
 *
 * Reverse accumulation (Griewank & Walther 2008, chapter 3), restricted to nodes that depend on a variable.
 */
export function gradient(output: Node, variables: readonly Node[]): readonly Node[] {
  const order = executionOrder([output]);
  const dependent = new Set<Node>(variables);
  for (const node of order) {
    if (node.operation.operands.some((operand) => dependent.has(operand))) dependent.add(node);
  }
  const cotangents = new Map<Node, Node>([[output, constant(output.graph, 1, output.shape)]]);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const cotangent = cotangents.get(node);
    if (cotangent === undefined || !dependent.has(node)) continue;
    const contributions = adjointsOf(node, cotangent);
    node.operation.operands.forEach((operand, place) => {
      const contribution = contributions[place] ?? null;
      if (contribution === null || !dependent.has(operand)) return;
      const known = cotangents.get(operand);
      cotangents.set(operand, known === undefined ? contribution : add(known, contribution));
    });
  }
  return variables.map((node) => cotangents.get(node) ?? constant(node.graph, 0, node.shape));
}

/** The contribution of a node's cotangent to that of each operand; null where it is zero by definition. */
function adjointsOf(node: Node, cotangent: Node): readonly (Node | null)[] {
  const { operation } = node;
  switch (operation.kind) {
    case 'parameter':
    case 'input':
    case 'constant':
    case 'table':
      return [];
    case 'stop-gradient':
      return [null];
    case 'broadcast':
      return broadcastAdjoints(operation.operands, cotangent);
    case 'reshape':
      return reshapeAdjoints(operation.operands, cotangent);
    case 'permute':
      return permuteAdjoints(operation, cotangent);
    case 'slice':
      return sliceAdjoints(operation, cotangent);
    case 'pad':
      return padAdjoints(operation, cotangent);
    case 'concat':
      return concatAdjoints(operation, cotangent);
    case 'gather':
      return gatherAdjoints(operation, cotangent);
    case 'scatter-add':
      return scatterAddAdjoints(operation, cotangent);
    case 'sum':
      return sumAdjoints(operation.operands, cotangent);
    case 'extremum':
      return extremumAdjoints(node, operation, cotangent);
    case 'unary':
      return [UNARY_ADJOINTS[operation.function](node, cotangent)];
    case 'binary':
      return binaryAdjoints(node, operation, cotangent);
    case 'add-scaled':
      return addScaledAdjoints(operation, cotangent);
    case 'scale':
      return scaleAdjoints(operation, cotangent);
    case 'select':
      return selectAdjoints(operation, cotangent);
    case 'matmul':
      return matmulAdjoints(operation, cotangent);
    case 'ridge-solve':
      return ridgeSolveAdjoints(operation, node, cotangent);
    case 'cholesky':
      return choleskyAdjoints(node, cotangent);
    case 'triangular-solve':
      return triangularSolveAdjoints(operation, node, cotangent);
  }
}

const UNARY_ADJOINTS: Readonly<Record<UnaryFunction, (node: Node, cotangent: Node) => Node | null>> = {
  absolute: absoluteAdjoint,
  exponential: exponentialAdjoint,
  logarithm: logarithmAdjoint,
  'reciprocal-root': reciprocalRootAdjoint,
  relu: reluAdjoint,
  root: rootAdjoint,
  sigmoid: sigmoidAdjoint,
  sign: () => null,
  softplus: softplusAdjoint,
  square: squareAdjoint,
  tanh: tanhAdjoint,
};

function binaryAdjoints(node: Node, operation: Binary, cotangent: Node): readonly (Node | null)[] {
  switch (operation.function) {
    case 'above':
    case 'at-least':
      return [null, null];
    case 'divide':
      return divideAdjoints(node, cotangent);
    case 'maximum':
    case 'minimum':
      return maximumAdjoints(operation, cotangent);
    case 'multiply':
      return multiplyAdjoints(operation, cotangent);
    case 'tanh-slope':
      return tanhSlopeAdjoints(operation, cotangent);
  }
}
