import { z } from 'zod';
import { RegimetaError } from '../../model/regimeta-error.ts';
import type { Checkpoint, FeatureScaler, NamedTensor } from '../learn/meta-learner.ts';
import type { CollectedTask } from '../sample-memory.ts';
import { CHECKPOINT_FORMAT, CHECKPOINT_VERSION, contentHash } from './encode-learner.ts';
import { blockNumbers } from './number-block.ts';
import type { SavedLearner } from './saved-learner.ts';

const count = z.int().min(0);
const record = z.record(z.string(), z.unknown());

const blockSchema = z.object({
  name: z.string(),
  rows: count,
  columns: count,
  sha256: z.string(),
  values: z.string(),
});

const taskSchema = z.object({
  rows: count,
  featureCount: count,
  from: z.number(),
  to: z.number(),
  labelsKnownAt: z.number(),
  rowsMasked: count,
  features: blockSchema,
  labels: blockSchema,
  units: blockSchema,
  slices: blockSchema,
  symbols: blockSchema,
  metaFeatures: blockSchema,
  contextSymbols: blockSchema,
  correlations: blockSchema,
});

const fileSchema = z.object({
  origin: z.object({
    codeVersion: z.string(),
    strategyHash: z.string(),
    dataHash: z.string(),
    symbols: z.array(z.string()),
    from: z.number(),
    to: z.number(),
    tasks: count,
    lossCurve: z.array(z.number()),
  }),
  learner: z.string(),
  settings: record,
  featureCount: count,
  featureNames: z.array(z.string()),
  slot: record,
  tensors: z.array(blockSchema),
  scaler: z.array(blockSchema).max(2),
  past: z.array(taskSchema),
});

type Refuse = (rule: string, found: string) => never;

/**
 * Reads the text of a checkpoint file. E_CHECKPOINT where it is not whole, is no checkpoint, is of another version of the
 * format, or was altered; a tensor that is not as it was written is named with its shape.
 */
export function decodeLearner(text: string, place: string): SavedLearner {
  const refuse: Refuse = (rule, found) => {
    const repair = 'Save it again with --save-checkpoint';
    throw new RegimetaError('E_CHECKPOINT', { place, rule, found, repair });
  };
  const file = headerOf(text, refuse);
  const parsed = fileSchema.safeParse(file);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return refuse(`${path.join('.')}: ${message}`, 'an entry that is missing or of another kind');
  }
  const { checkpoint, past } = contentOf(parsed.data, refuse);
  const { sha256, ...content } = file;
  const found = contentHash(content);
  if (found !== sha256) refuse(`the file has the checksum ${String(sha256)}`, found);
  const { featureNames, slot, origin } = parsed.data;
  return { checkpoint, featureNames, slot, past, origin };
}

function headerOf(text: string, refuse: Refuse): Record<string, unknown> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    refuse('a checkpoint is one JSON object to the end', `${text.length} characters that are none`);
  }
  if (typeof file !== 'object' || file === null || !('format' in file) || file.format !== CHECKPOINT_FORMAT) {
    return refuse(`a checkpoint says that its format is ${CHECKPOINT_FORMAT}`, 'another file');
  }
  const header = file as Record<string, unknown>;
  if (header['version'] !== CHECKPOINT_VERSION) {
    refuse(`this program reads version ${CHECKPOINT_VERSION}`, String(header['version']));
  }
  return header;
}

type FileContent = z.infer<typeof fileSchema>;

function contentOf(file: FileContent, refuse: Refuse): Pick<SavedLearner, 'checkpoint' | 'past'> {
  const { learner, settings, featureCount } = file;
  const tensors: NamedTensor[] = [];
  const numbers: number[] = [];
  for (const block of file.tensors) {
    const { name, rows, columns } = block;
    tensors.push({ name, offset: numbers.length, rows, columns });
    for (const value of blockNumbers(block, refuse)) numbers.push(value);
  }
  const scaler = scalerOf(file, refuse);
  const checkpoint: Checkpoint = {
    learner,
    settings,
    featureCount,
    parameters: Float64Array.from(numbers),
    tensors,
    ...(scaler ? { scaler } : {}),
  };
  return { checkpoint, past: file.past.map((task) => taskOf(task, refuse)) };
}

function scalerOf({ scaler }: FileContent, refuse: Refuse): FeatureScaler | null {
  const [mean, deviation] = scaler.map((block) => blockNumbers(block, refuse));
  return mean && deviation ? { mean, deviation } : null;
}

function taskOf(task: FileContent['past'][number], refuse: Refuse): CollectedTask {
  const { rows, featureCount, from, to, labelsKnownAt, rowsMasked } = task;
  const read = (block: FileContent['tensors'][number]): Float64Array => blockNumbers(block, refuse);
  return {
    rows,
    featureCount,
    from,
    to,
    labelsKnownAt,
    rowsMasked,
    features: read(task.features),
    labels: read(task.labels),
    units: read(task.units),
    slices: Int32Array.from(read(task.slices)),
    symbols: Int32Array.from(read(task.symbols)),
    context: {
      metaFeatures: read(task.metaFeatures),
      symbols: Int32Array.from(read(task.contextSymbols)),
      correlations: read(task.correlations),
    },
  };
}
