import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { nodeHost } from '../../src/run/host.ts';
import { watchedHost } from '../../src/run/watched-host.ts';
import { identity } from '../store/sample-run.ts';
import { newPath, openStore } from '../store/temporary-store.ts';

it('a run notes its progress at most twice a second, outlives a store that is held, and leaves no note when complete', () => {
  const path = newPath();
  const store = openStore(path, { busyTimeoutMs: 10 });
  const run = store.beginRun(identity);
  let elapsed = 0;
  const told: number[] = [];
  const onProgress = (_: string, done: number): void => void told.push(done);
  const host = watchedHost({ ...nodeHost({ onProgress }), elapsedMs: () => elapsed }, run);
  const tell = (done: number): number | null => {
    host.progress('arm a', done, 20);
    elapsed += 100;
    return store.progress(run.runId).step?.share ?? null;
  };
  const seen = Array.from({ length: 16 }, (_, done) => tell(done));
  expect(seen).toEqual(seen.map((_, done) => (done < 5 ? null : (Math.floor(done / 5) * 5) / 20)));
  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  elapsed += 1000;
  expect(tell(16)).toBe(0.75);
  other.exec('COMMIT');
  other.close();
  elapsed += 1000;
  expect(tell(17)).toBe(0.85);
  run.complete();
  expect(tell(18)).toBeNull();
  expect(told).toHaveLength(19);
  store.close();
});
