import type { Gate, Node, Relu } from '../node.ts';
import type { Kernel, View } from '../view.ts';

/** The larger of each element and 0; NaN stays NaN. */
export function relu(node: Node): Node {
  return node.graph.define({ kind: 'relu', operands: [node] }, node.shape);
}

/** The cotangent where the operand is above 0. */
export function reluAdjoints(operation: Relu, cotangent: Node): readonly [Node] {
  return [gate(cotangent, operation.operands[0])];
}

/** The loop of `relu`; the operand is dense. */
export function reluKernel(out: View, operand: View): Kernel {
  const result = out.values;
  const { values } = operand;
  return () => {
    for (let i = 0; i < result.length; i++) {
      const value = values[i]!;
      result[i] = value <= 0 ? 0 : value;
    }
  };
}

function gate(upstream: Node, control: Node): Node {
  return upstream.graph.define({ kind: 'gate', operands: [upstream, control] }, control.shape);
}

/** The gate is a step in its control, so only the upstream has a gradient; the kink at 0 counts as closed. */
export function gateAdjoints(operation: Gate, cotangent: Node): readonly [Node, null] {
  return [gate(cotangent, operation.operands[1]), null];
}

/** The loop of the gate; both operands are dense. */
export function gateKernel(out: View, upstream: View, control: View): Kernel {
  const result = out.values;
  const slopes = upstream.values;
  const controls = control.values;
  return () => {
    for (let i = 0; i < result.length; i++) result[i] = controls[i]! > 0 ? slopes[i]! : 0;
  };
}
