import type { Node } from './node.ts';

/** The outputs and all that they are computed from, each once, operands first. */
export function executionOrder(outputs: readonly Node[]): readonly Node[] {
  const found = new Set<Node>(outputs);
  for (const node of found) for (const operand of node.operation.operands) found.add(operand);
  return [...found].sort((a, b) => a.id - b.id);
}
