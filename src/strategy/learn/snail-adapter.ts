import { float64Hash } from '../../math/float64-hash.ts';
import { RegimetaError } from '../../model/regimeta-error.ts';
import { compileProgram } from './graph/compile-program.ts';
import { Graph, type Node } from './graph/node.ts';
import { input } from './graph/operations/leaf.ts';
import type { Compiler, Program } from './graph/program.ts';
import { type Head, headOf } from './head.ts';
import type { Predictor, SampleSet } from './meta-learner.ts';
import type { ParameterLayout } from './network.ts';
import { type RowArrays, writeRows } from './sample-rows.ts';
import { queryOutputs, type SequenceMemory, sequenceMemory } from './snail-network.ts';
import type { SnailSettingsFull } from './snail-settings.ts';
import { parameterNodes, rowArrays, rowInputs, rowNodes, writeParameters } from './task-batch.ts';

/** The support of one task read by a program, and what it leaves for queries. */
interface SequenceProgram {
  readonly program: Program;
  readonly parameters: readonly Node[];
  readonly rows: RowArrays;
  readonly memory: readonly Node[];
}

/** One query row predicted by a program, from what a support left. */
interface QueryProgram {
  readonly program: Program;
  readonly parameters: readonly Node[];
  readonly features: Node;
  readonly memory: readonly Node[];
  readonly outputs: Node;
  /** Whose numbers stand in the program at present. */
  owner: Predictor | null;
}

/** Makes predictors of SNAIL: a support is read once, and every prediction runs the rest of the network alone. */
export class SnailAdapter {
  readonly #settings: SnailSettingsFull;
  readonly #featureCount: number;
  readonly #trained: ParameterLayout;
  #compiler: Compiler;
  #sequence: SequenceProgram | null = null;
  #query: QueryProgram | null = null;

  constructor(settings: SnailSettingsFull, featureCount: number, trained: ParameterLayout) {
    this.#settings = settings;
    this.#featureCount = featureCount;
    this.#trained = trained;
    this.#compiler = (outputs) => compileProgram(outputs, settings);
  }

  /** Uses another compiler for programs that are not made yet. */
  compile(compiler: Compiler): void {
    this.#compiler = compiler;
  }

  /** A predictor from a checked support; without one where it is null. */
  predictor(parameters: Float64Array, support: SampleSet | null): Predictor {
    this.#sequence ??= this.#sequenceProgram();
    this.#query ??= this.#queryProgram(this.#sequence.memory);
    const { program, rows, memory } = this.#sequence;
    const nothing = { rows: 0, featureCount: this.#featureCount, features: EMPTY, labels: EMPTY };
    writeParameters(program, this.#sequence.parameters, this.#trained, parameters);
    writeRows(support ?? nothing, rows, 0, this.#settings.labelLimit);
    program.run();
    const state = memory.map((node) => Float64Array.from(program.values(node)));
    return new SnailPredictor(this.#query, this.#trained, {
      parameters: parameters.slice(),
      state,
      head: headOf(this.#settings),
      featureCount: this.#featureCount,
    });
  }

  #sequenceProgram(): SequenceProgram {
    const graph = new Graph();
    const extents = { tasks: 1, capacity: this.#settings.supportCapacity, featureCount: this.#featureCount };
    const rows = rowInputs(graph, 'support', extents);
    const parameters = parameterNodes(graph, this.#trained);
    const memory = memoryNodes(sequenceMemory(parameters, rows, this.#settings));
    const program = this.#compiler([...memory, ...rowNodes(rows), ...parameters]);
    return { program, parameters, rows: rowArrays(program, rows), memory };
  }

  #queryProgram(memory: readonly Node[]): QueryProgram {
    const graph = new Graph();
    const parameters = parameterNodes(graph, this.#trained);
    const features = input(graph, 'features', [1, 1, this.#featureCount]);
    const inputs = memory.map(({ shape }, place) => input(graph, `memory ${place}`, shape));
    const outputs = queryOutputs(parameters, features, memoryOf(inputs, this.#settings), this.#settings);
    const program = this.#compiler([outputs, features, ...inputs, ...parameters]);
    return { program, parameters, features, memory: inputs, outputs, owner: null };
  }
}

const EMPTY = new Float64Array(0);

function memoryNodes({ taps, keys, values, known }: SequenceMemory): readonly Node[] {
  return [...taps, ...keys, ...values, known];
}

function memoryOf(nodes: readonly Node[], { blocks }: SnailSettingsFull): SequenceMemory {
  const layers = nodes.length - 2 * blocks - 1;
  return {
    taps: nodes.slice(0, layers),
    keys: nodes.slice(layers, layers + blocks),
    values: nodes.slice(layers + blocks, layers + 2 * blocks),
    known: nodes.at(-1)!,
  };
}

interface SnailState {
  readonly parameters: Float64Array;
  readonly state: readonly Float64Array[];
  readonly head: Head;
  readonly featureCount: number;
}

/** Predicts with numbers of its own; several share one program, into which the one that predicts writes them. */
class SnailPredictor implements Predictor {
  readonly parametersHash: string;
  readonly quantiles?: (features: Float64Array) => Float64Array;
  readonly #query: QueryProgram;
  readonly #trained: ParameterLayout;
  readonly #state: SnailState;
  readonly #outputs: Float64Array;

  constructor(query: QueryProgram, trained: ParameterLayout, state: SnailState) {
    this.#query = query;
    this.#trained = trained;
    this.#state = state;
    this.#outputs = new Float64Array(state.head.units);
    this.parametersHash = float64Hash(
      Float64Array.from([state.parameters, ...state.state].flatMap((part) => Array.from(part))),
    );
    const write = state.head.quantiles;
    if (write === null) return;
    const out = new Float64Array(state.head.units);
    this.quantiles = (features) => {
      write(this.#run(features), out);
      return out;
    };
  }

  predict(features: Float64Array): number {
    return this.#state.head.read(this.#run(features));
  }

  #run(row: Float64Array): Float64Array {
    const { program, features, outputs } = this.#query;
    if (row.length !== this.#state.featureCount) {
      const rule = `a row has ${this.#state.featureCount} features`;
      throw new RegimetaError('E_LEARNER_SHAPE', { place: 'predict', rule, found: String(row.length) });
    }
    this.#claim();
    program.values(features).set(row);
    program.run();
    this.#outputs.set(program.values(outputs));
    return this.#outputs;
  }

  #claim(): void {
    if (this.#query.owner === this) return;
    const { program, parameters, memory } = this.#query;
    writeParameters(program, parameters, this.#trained, this.#state.parameters);
    memory.forEach((node, place) => {
      program.values(node).set(this.#state.state[place]!);
    });
    this.#query.owner = this;
  }
}
