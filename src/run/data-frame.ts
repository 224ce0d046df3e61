import type { ExportTableName, ExportValue } from '../model/export-table.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import { exportColumns } from '../store/export-reader.ts';
import { readStore } from './read-store.ts';
import { exported } from './table-writer.ts';

/** A table of a recorded run. */
export interface FrameRequest {
  readonly storePath: string;
  readonly runId: number;
  readonly table: ExportTableName;
}

/** As much of danfo.js as is called here. */
interface Danfo<Frame> {
  readonly DataFrame: new (columns: Readonly<Record<string, readonly (ExportValue | boolean)[]>>) => Frame;
}

/** Either package, the one for Node first. */
const PACKAGES = ['danfojs-node', 'danfojs'];

/**
 * A table of a recorded run as a DataFrame of danfo.js, which is an optional peer dependency: `danfojs-node`, or else `danfojs`.
 * Columns are those of `regimeta export`; times are ISO texts, since danfo.js cannot describe dates. Throws E_PACKAGE_MISSING
 * where neither is installed or loads, E_RUN_UNKNOWN, and the errors of opening a store.
 */
export async function runDataFrame<Frame = unknown>(
  { storePath, runId, table }: FrameRequest,
  importPackage: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<Frame> {
  const danfo = await loadDanfo<Frame>(importPackage);
  const columns = exportColumns(table);
  const values = columns.map((): (ExportValue | boolean)[] => []);
  readStore(storePath, (store) => {
    store.run(runId);
    store.eachExportRow(runId, table, (row) => {
      for (const [k, column] of columns.entries()) values[k]!.push(exported(row[k]!, column));
    });
  });
  return new danfo.DataFrame(Object.fromEntries(columns.map(({ name }, k) => [name, values[k]!])));
}

async function loadDanfo<Frame>(importPackage: (name: string) => Promise<unknown>): Promise<Danfo<Frame>> {
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    try {
      const loaded = (await importPackage(name)) as Partial<Danfo<Frame>> & {
        default?: Partial<Danfo<Frame>>;
      };
      const DataFrame = loaded.DataFrame ?? loaded.default?.DataFrame;
      if (DataFrame !== undefined) return { DataFrame };
      reasons.push(`${name}: it has no DataFrame`);
    } catch (error) {
      reasons.push(`${name}: ${String(error instanceof Error ? error.message : error).split('\n')[0]}`);
    }
  }
  throw new RegimetaError('E_PACKAGE_MISSING', {
    place: 'danfo.js',
    rule: 'an optional package must be installed to be used',
    found: reasons.join('; '),
    repair: 'Install danfojs-node as docs/export.md says, or export the table as CSV, JSON or Parquet',
  });
}
