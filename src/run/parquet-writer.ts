import { type BasicType, fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { ExportColumn, ExportType, ExportValue } from '../model/export-table.ts';
import type { TableWriter } from './table-writer.ts';

/** Rows of a row group, which are in memory at once. */
const GROUP_ROWS = 65_536;

const TYPES: Readonly<Record<ExportType, BasicType>> = {
  text: 'STRING',
  number: 'DOUBLE',
  integer: 'INT64',
  time: 'TIMESTAMP',
  flag: 'BOOLEAN',
};

/** Parquet whose columns may be null: float64, int64, timestamps in milliseconds of UTC, booleans and UTF-8 texts. */
export function parquetWriter(path: string, columns: readonly ExportColumn[]): TableWriter {
  let rows = emptyColumns(columns);
  const columnData = () =>
    columns.map(({ name, type }, k) => ({ name, type: TYPES[type], nullable: true, data: rows[k]! }));
  const schema = schemaFromColumnData({ columnData: columnData() });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema });
  const flush = (): void => {
    if (rows[0]!.length === 0) return;
    void writer.write({ columnData: columnData(), rowGroupSize: GROUP_ROWS });
    rows = emptyColumns(columns);
  };
  return {
    write: (values) => {
      for (const [k, { type }] of columns.entries()) rows[k]!.push(parquetValue(values[k]!, type));
      if (rows[0]!.length >= GROUP_ROWS) flush();
    },
    close: () => {
      flush();
      void writer.finish();
    },
  };
}

type ParquetValue = ExportValue | bigint | boolean | Date;

function emptyColumns(columns: readonly ExportColumn[]): ParquetValue[][] {
  return columns.map(() => []);
}

function parquetValue(value: ExportValue, type: ExportType): ParquetValue {
  if (value === null) return null;
  if (type === 'integer') return BigInt(value);
  if (type === 'time') return new Date(value);
  return type === 'flag' ? value === 1 : value;
}
