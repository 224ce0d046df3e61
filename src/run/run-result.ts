import { join } from 'node:path';
import type { RunReport } from '../model/run-record.ts';
import { renderReport } from '../report/render-report.ts';
import { writeReport } from '../report/write-report.ts';
import { requireWritable } from './output-folder.ts';

/** A finished run, read back from the store, and where its outputs lie. */
export interface RunResult {
  readonly report: RunReport;
  readonly storePath: string;
  /** Null where no report was asked for. */
  readonly reportPath: string | null;
}

/** Writes the HTML report of a run into a folder and returns its path. */
export function writeRunReport(report: RunReport, folder: string): string {
  const { kind, strategyName, runId } = report.run;
  requireWritable(folder);
  const path = join(folder, `${kind}-${strategyName}-${runId}.html`);
  writeReport(path, renderReport(report));
  return path;
}
