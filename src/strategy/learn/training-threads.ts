import type { Random } from '../../math/random.ts';
import type { Compiler } from './graph/program.ts';
import type { Episode, Predictor } from './meta-learner.ts';
import type { TrainedMethod } from './method.ts';
import { TrainingProgram } from './training-program.ts';

/** A training program with the tasks of the batch that it computes. */
interface Part {
  readonly program: TrainingProgram;
  readonly first: number;
}

/**
 * A method's outer gradient for a batch of tasks, whose parts run on as many threads. Every task is computed by the
 * same instructions on numbers of its own, and the caller goes through the tasks in their order: so the number of
 * threads changes no bit. A part that cannot run on another thread runs on this one.
 */
export class TrainingThreads {
  /** The first one runs on this thread. */
  readonly #parts: readonly Part[];
  readonly #partOf: readonly Part[];

  constructor(method: TrainedMethod, compile: Compiler, threads: number) {
    const { tasksPerStep } = method.settings;
    const count = compile.onThread === undefined ? 1 : Math.min(threads, tasksPerStep);
    this.#parts = Array.from({ length: count }, (_, part) => {
      const first = Math.floor((part * tasksPerStep) / count);
      const tasks = Math.floor(((part + 1) * tasksPerStep) / count) - first;
      const compilePart: Compiler = (outputs) =>
        (part === 0 ? null : compile.onThread?.(outputs)) ?? compile(outputs);
      return { program: new TrainingProgram(method, compilePart, { first, tasks }), first };
    });
    this.#partOf = Array.from(
      { length: tasksPerStep },
      (_, task) => this.#parts.findLast(({ first }) => first <= task)!,
    );
  }

  /** As `TrainingProgram.load`. */
  load(task: number, episode: Episode, random: Random): void {
    const { program, first } = this.#partOf[task]!;
    program.load(task - first, episode, random);
  }

  /** Computes the query loss and the outer gradient of every task of the batch. */
  run(parameters: Float64Array): void {
    for (let i = 1; i < this.#parts.length; i++) this.#parts[i]!.program.begin(parameters);
    this.#parts[0]!.program.run(parameters);
    for (let i = 1; i < this.#parts.length; i++) this.#parts[i]!.program.end();
  }

  /** As `TrainingProgram.queryLoss`. */
  queryLoss(task: number): number {
    const { program, first } = this.#partOf[task]!;
    return program.queryLoss(task - first);
  }

  /** As `TrainingProgram.gradientSquare`. */
  gradientSquare(task: number): number {
    const { program, first } = this.#partOf[task]!;
    return program.gradientSquare(task - first);
  }

  /** As `TrainingProgram.addGradient`. */
  addGradient(task: number, total: Float64Array): void {
    const { program, first } = this.#partOf[task]!;
    program.addGradient(task - first, total);
  }

  /** As `TrainingProgram.queryLossOf`. */
  queryLossOf(predictor: Predictor, task: number): number {
    const { program, first } = this.#partOf[task]!;
    return program.queryLossOf(predictor, task - first);
  }

  /** Ends the other threads. */
  close(): void {
    for (const { program } of this.#parts) program.close();
  }
}
