import type { Node } from './node.ts';
import { add, addScaledAdjoints } from './operations/add-scaled.ts';
import { broadcastAdjoints, sumAdjoints } from './operations/broadcast.ts';
import { exponentialAdjoints } from './operations/exponential.ts';
import { constant } from './operations/leaf.ts';
import { matmulAdjoints } from './operations/matmul.ts';
import { multiplyAdjoints } from './operations/multiply.ts';
import { reciprocalRootAdjoints } from './operations/reciprocal-root.ts';
import { gateAdjoints, reluAdjoints } from './operations/relu.ts';
import { ridgeSolveAdjoints } from './operations/ridge-solve.ts';
import { scaleAdjoints } from './operations/scale.ts';
import { squareAdjoints } from './operations/square.ts';
import { tanhAdjoints, tanhSlopeAdjoints } from './operations/tanh.ts';
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
      return [];
    case 'stop-gradient':
      return [null];
    case 'broadcast':
      return broadcastAdjoints(operation.operands, cotangent);
    case 'sum':
      return sumAdjoints(operation.operands, cotangent);
    case 'add-scaled':
      return addScaledAdjoints(operation, cotangent);
    case 'multiply':
      return multiplyAdjoints(operation, cotangent);
    case 'scale':
      return scaleAdjoints(operation, cotangent);
    case 'square':
      return squareAdjoints(operation, cotangent);
    case 'matmul':
      return matmulAdjoints(operation, cotangent);
    case 'tanh':
      return tanhAdjoints(node, cotangent);
    case 'tanh-slope':
      return tanhSlopeAdjoints(operation, cotangent);
    case 'relu':
      return reluAdjoints(operation, cotangent);
    case 'gate':
      return gateAdjoints(operation, cotangent);
    case 'reciprocal-root':
      return reciprocalRootAdjoints(node, cotangent);
    case 'exponential':
      return exponentialAdjoints(node, cotangent);
    case 'ridge-solve':
      return ridgeSolveAdjoints(operation, node, cotangent);
  }
}
