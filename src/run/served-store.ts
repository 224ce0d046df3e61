import { RegimetaError } from '../model/regimeta-error.ts';
import { problemPage } from '../report/problem-page.ts';
import { progressPage } from '../report/progress-page.ts';
import { renderServedReport } from '../report/render-report.ts';
import { runComparisonPage } from '../report/run-comparison-page.ts';
import { runListPage } from '../report/run-list-page.ts';
import type { ServedPage } from '../report/served-page.ts';
import { Store } from '../store/store.ts';
import type { Host } from './host.ts';

/** An answer to a request. */
export interface Answer {
  readonly status: number;
  readonly type: 'text/html' | 'application/json' | 'text/plain';
  readonly text: string;
  /** The content security policy of its header. */
  readonly policy: string;
}

const NOTHING = `default-src 'none'; frame-ancestors 'none'`;

/** The status codes of errors that a reader can cause. */
const STATUS: Readonly<Record<string, number>> = { E_RUN_UNKNOWN: 404, E_USAGE: 400, E_STORE_BUSY: 503 };

/**
 * The answer to a path of the server. The store is opened for reading alone, anew for each request, so that the server holds no
 * lock and sees what other processes have written. An error of the store becomes a page that says it.
 */
export function answerTo(target: string, storePath: string, host: Host): Answer {
  try {
    const address = `http://localhost${target}`;
    if (!target.startsWith('/') || !URL.canParse(address))
      return page(problemPage('There is no such page.'), 404);
    const url = new URL(address);
    const store = Store.openReadOnly(storePath, {
      now: () => host.now(),
      isProcessAlive: (processId) => host.isProcessAlive(processId),
    });
    try {
      return route(url, store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof RegimetaError)) throw error;
    return page(problemPage(error.message), STATUS[error.code] ?? 500);
  }
}

function route({ pathname, searchParams }: URL, store: Store): Answer {
  if (pathname === '/') {
    const word = (name: string): string => searchParams.get(name) ?? '';
    const filter = { text: word('text'), status: word('status'), kind: word('kind') };
    return page(runListPage(store.overviews(), filter, store.path));
  }
  if (pathname === '/compare') return page(comparisonOf(searchParams.getAll('run'), store));
  const [, id, part = ''] = /^\/runs\/([1-9]\d{0,14})(?:\/(progress|report))?$/.exec(pathname) ?? [];
  if (id === undefined) return page(problemPage('There is no such page.'), 404);
  const runId = Number(id);
  if (part === 'progress') {
    return {
      status: 200,
      type: 'application/json',
      text: JSON.stringify(store.progress(runId)),
      policy: NOTHING,
    };
  }
  const run = store.run(runId);
  if (run.status === 'running' && part === '') return page(progressPage(run, store.progress(runId)));
  return page(renderServedReport(store.report(runId)));
}

function comparisonOf(words: readonly string[], store: Store): ServedPage {
  const [first, second] = words.map(Number);
  if (words.length !== 2 || first === undefined || second === undefined) {
    throw new RegimetaError('E_USAGE', {
      place: '/compare',
      rule: 'two runs are compared',
      found: words.length === 1 ? 'one run' : `${words.length} runs`,
      repair: 'Tick two runs of the list',
    });
  }
  return runComparisonPage(store.report(first), store.report(second), store.difference(first, second));
}

function page({ text, policy }: ServedPage, status = 200): Answer {
  return { status, type: 'text/html', text, policy: `${policy}; frame-ancestors 'none'` };
}
