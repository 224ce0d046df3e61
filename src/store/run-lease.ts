import type { RunStatus } from '../model/run-record.ts';
import type { EpochMs } from '../model/time.ts';
import type { Connection } from './connection.ts';

/** How a store finds out that the process which wrote a run is gone. */
export interface Liveness {
  /** Whether a process of this host is alive; if not given, every run is believed to be what it says. */
  readonly isProcessAlive?: (processId: number) => boolean;
  /** The name of this host. */
  readonly hostName: string;
  /** Wall time; if not given, runs of other hosts are believed. */
  readonly now?: () => EpochMs;
}

/** What the row of a run says about its writer. */
export interface Lease {
  readonly status: RunStatus;
  readonly processId: number;
  readonly hostName: string;
  readonly leaseAt: EpochMs;
}

/** A running run of another host, whose processes cannot be asked, counts as crashed after a day of silence. */
const SILENCE_MAX_MS = 86_400_000;

/** The status of a run as far as this process can tell: a running one whose writer is gone is `crashed`. */
export function presentStatus(lease: Lease, liveness: Liveness): RunStatus {
  if (lease.status !== 'running') return lease.status;
  return isWriterGone(lease, liveness) ? 'crashed' : 'running';
}

function isWriterGone(lease: Lease, { isProcessAlive, hostName, now }: Liveness): boolean {
  if (lease.hostName === hostName) return isProcessAlive ? !isProcessAlive(lease.processId) : false;
  return now ? now() - lease.leaseAt > SILENCE_MAX_MS : false;
}

/** Records every running run whose writer is gone as crashed. */
export function recordCrashes(connection: Connection, liveness: Liveness): void {
  connection.write(() => {
    const running = connection
      .prepare(`SELECT run_id, process_id, host_name, lease_at FROM runs WHERE status = 'running'`)
      .all();
    const crash = connection.prepare(`UPDATE runs SET status = 'crashed' WHERE run_id = ?`);
    for (const row of running) {
      const lease: Lease = {
        status: 'running',
        processId: row['process_id'] as number,
        hostName: row['host_name'] as string,
        leaseAt: row['lease_at'] as number,
      };
      if (presentStatus(lease, liveness) === 'crashed') crash.run(row['run_id']);
    }
  });
}
