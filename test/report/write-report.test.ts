import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { writeReport } from '../../src/report/write-report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regimeta-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function errorOf(action: () => void): RegimetaError {
  try {
    action();
  } catch (error) {
    if (error instanceof RegimetaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('writing a report', () => {
  it('creates the folder, replaces an older file, and leaves nothing else', () => {
    const path = join(folder, 'a', 'b', 'report.html');
    writeReport(path, 'first');
    writeReport(path, 'second \u2212');
    expect(readFileSync(path, 'utf8')).toBe('second \u2212');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['report.html']);
  });

  it('names the place and the repair where the folder cannot be made', () => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'report.html');
    const error = errorOf(() => writeReport(path, 'page'));
    expect(error).toMatchObject({ code: 'E_OUTPUT_UNWRITABLE', place: path, exitCode: 6 });
    expect(error.repair).not.toBeNull();
    expect(error.found).toContain('E');
  });

  it('refuses a name that is a folder, keeps what is in it and leaves nothing behind', () => {
    const path = join(folder, 'taken');
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), 'kept');
    expect(errorOf(() => writeReport(path, 'page')).code).toBe('E_OUTPUT_UNWRITABLE');
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readFileSync(join(path, 'inside'), 'utf8')).toBe('kept');
  });
});
