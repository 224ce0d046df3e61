import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readBarFile } from '../../src/market/csv-bars.ts';
import { errorOf } from './parse-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'regimeta-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function refusalOf(name: string, content: string | Buffer): { code: string; place: string | null } {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { code, place } = errorOf(() => readBarFile(path, 'BARS'));
  return { code, place: place?.replace(`${folder}/`, '') ?? null };
}

const HEADER = 'date,open,high,low,close\n';

describe('a file that cannot be read', () => {
  it.each(['absent.csv', 'absent.csv.gz'])('is not found: %s', (name) => {
    expect(errorOf(() => readBarFile(join(folder, name), 'BARS')).code).toBe('E_DATA_NOT_FOUND');
  });

  it('is not a folder', () => {
    mkdirSync(join(folder, 'folder.csv'));
    expect(errorOf(() => readBarFile(join(folder, 'folder.csv'), 'BARS')).code).toBe('E_DATA_NOT_FOUND');
  });

  it('is refused where gzip is cut, damaged or not there', () => {
    const whole = gzipSync(`${HEADER}2024-01-02,1,1,1,1`);
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 6] ^= 0xff;
    for (const content of [whole.subarray(0, -3), damaged, Buffer.from(HEADER), Buffer.alloc(0)]) {
      expect(refusalOf('bars.csv.gz', content)).toEqual({ code: 'E_DATA_ENC', place: 'bars.csv.gz' });
    }
  });

  it('is refused where it is compressed and not named so', () => {
    expect(refusalOf('bars.csv', gzipSync(HEADER))).toEqual({ code: 'E_DATA_ENC', place: 'bars.csv:1:2' });
  });

  it('has its place within a compressed file', () => {
    const content = gzipSync(`${HEADER}2024-01-02,1,1,1,`);
    expect(refusalOf('bars.csv.gz', content)).toEqual({ code: 'E_DATA_NUM', place: 'bars.csv.gz:2:18' });
  });

  it('is refused where it is a bomb, before it has grown', () => {
    const started = process.memoryUsage().arrayBuffers;
    expect(refusalOf('bomb.csv.gz', gzipSync(Buffer.alloc(60_000_000, 0x20)))).toEqual({
      code: 'E_DATA_LIMIT',
      place: 'bomb.csv.gz',
    });
    expect(process.memoryUsage().arrayBuffers - started).toBeLessThan(100_000_000);
  });

  it('is refused at its first long line, however much follows', () => {
    const content = Buffer.alloc(50_000_000, 0x78);
    expect(refusalOf('line.csv', content)).toEqual({ code: 'E_DATA_LIMIT', place: 'line.csv:1:1' });
  });
});
