import type { RunWriter } from '../store/run-writer.ts';
import type { Host } from './host.ts';

/** Between two notes; a run that is shorter has none. */
const PAUSE_MS = 500;

/** The same host, whose progress is noted in the store too, at most twice a second: results do not depend on it. */
export function watchedHost(host: Host, run: RunWriter): Host {
  let notedMs = host.elapsedMs();
  return {
    ...host,
    progress(phase, done, total) {
      host.progress(phase, done, total);
      const nowMs = host.elapsedMs();
      if (nowMs - notedMs < PAUSE_MS) return;
      run.noteProgress(phase, done, total);
      notedMs = host.elapsedMs();
    },
  };
}
