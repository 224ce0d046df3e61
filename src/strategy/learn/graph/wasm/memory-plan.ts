import { isWhole } from './place.ts';
import type { Buffer, LoopStep, Step } from './step.ts';

/** Buffers begin at a multiple of this many bytes, so that vectors of them do too. */
const ALIGNMENT = 16;

/**
 * The order in which steps run: each after what it reads, otherwise as they were made.
 */
export function scheduled(steps: readonly Step[]): readonly Step[] {
  const done = new Set<Step>();
  const visit = (step: Step): void => {
    if (done.has(step)) return;
    for (const dependency of step.dependencies) visit(dependency);
    done.add(step);
  };
  for (const step of steps) visit(step);
  return [...done];
}

/**
 * Gives every buffer its place in one memory: those that are kept for good first, and the others where nothing that
 * is still read stands. A loop writes over what it reads for the last time. Gives the bytes that are needed.
 */
export function planMemory(
  order: readonly Step[],
  { leaves, bytes }: { readonly leaves: readonly Buffer[]; readonly bytes: number },
): number {
  const space = new FreeSpace();
  const sizeOf = (buffer: Buffer): number => Math.ceil((buffer.elements * bytes) / ALIGNMENT) * ALIGNMENT;
  const place = (buffer: Buffer): void => {
    if (buffer.offset < 0) buffer.offset = space.take(sizeOf(buffer));
  };
  for (const buffer of leaves) place(buffer);
  for (const step of order) for (const { buffer } of step.writes) if (buffer.isKept) place(buffer);
  const lastReaders = new Map<Buffer, Step>();
  for (const step of order)
    for (const { buffer } of [...step.writes, ...step.reads]) lastReaders.set(buffer, step);
  for (const step of order) {
    const expired = new Set(
      [...step.reads, ...step.writes]
        .map(({ buffer }) => buffer)
        .filter((buffer) => !buffer.isKept && lastReaders.get(buffer) === step),
    );
    if (step.kind === 'loop') reuseOperands(step, expired);
    for (const { buffer } of step.writes) place(buffer);
    if (step.kind === 'matmul' && step.scratch !== null) {
      place(step.scratch);
      expired.add(step.scratch);
    }
    for (const buffer of expired) space.give(buffer.offset, sizeOf(buffer));
  }
  return space.end;
}

/** Lets what a loop writes take over the places of operands that nobody reads after it. */
function reuseOperands(step: LoopStep, expired: Set<Buffer>): void {
  const free = [...expired].filter((buffer) => {
    const reads = step.reads.filter((read) => read.buffer === buffer);
    return reads.length > 0 && reads.every(isWhole);
  });
  for (const { buffer } of step.writes) {
    if (buffer.offset >= 0) continue;
    const place = free.findIndex(({ elements }) => elements === buffer.elements);
    if (place < 0) continue;
    const [taken] = free.splice(place, 1);
    buffer.offset = taken!.offset;
    expired.delete(taken!);
  }
}

/** The free parts of a memory that has no end. */
class FreeSpace {
  /** Sorted, and none touches the next. */
  readonly #free: { start: number; size: number }[] = [];
  end = 0;

  /** The smallest part that fits, or more memory. */
  take(size: number): number {
    let best = -1;
    this.#free.forEach((part, i) => {
      if (part.size >= size && (best < 0 || part.size < this.#free[best]!.size)) best = i;
    });
    if (best < 0) {
      const start = this.end;
      this.end += size;
      return start;
    }
    const part = this.#free[best]!;
    const { start } = part;
    part.start += size;
    part.size -= size;
    if (part.size === 0) this.#free.splice(best, 1);
    return start;
  }

  give(start: number, size: number): void {
    const next = this.#free.findIndex((part) => part.start > start);
    const at = next < 0 ? this.#free.length : next;
    this.#free.splice(at, 0, { start, size });
    const after = this.#free[at + 1];
    if (after !== undefined && start + size === after.start) {
      this.#free[at]!.size += after.size;
      this.#free.splice(at + 1, 1);
    }
    const before = this.#free[at - 1];
    if (before !== undefined && before.start + before.size === start) {
      before.size += this.#free[at]!.size;
      this.#free.splice(at, 1);
    }
  }
}
