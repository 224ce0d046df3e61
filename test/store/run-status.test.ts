import { describe, expect, test } from 'vitest';
import { RegimetaError } from '../../src/model/regimeta-error.ts';
import { Store } from '../../src/store/store.ts';
import { accountMark } from '../support/account-mark.ts';
import { DAY, events, identity, recordRun, START, training, verdict } from './sample-run.ts';
import { newPath, openStore } from './temporary-store.ts';

const ARM = { name: 'meta', role: 'subject', description: '', symbols: ['A'] } as const;

describe('a run that does not get to its end', () => {
  test('is failed with its error, and what was journalled before is kept', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    const arm = run.beginArm(ARM);
    for (const event of events.slice(0, 5)) arm.append(event);
    arm.mark(accountMark(START, 1, 2, 3, 4));
    run.fail(
      new RegimetaError('E_PLUGIN_THREW', { place: 'plugin.ts:3:1', rule: 'a plugin must not throw' }),
    );
    const report = store.report(run.runId);
    expect(report.run).toMatchObject({
      status: 'failed',
      error: 'E_PLUGIN_THREW plugin.ts:3:1: a plugin must not throw.',
      journalHash: null,
    });
    expect(report.arms[0]!.equity.cash).toEqual(Float64Array.of(1));
    expect(report.arms[0]!.outcomes).toEqual([
      { kind: 'refused', reason: 'leverage-exceeded', orders: 1 },
      { kind: 'shrunk', reason: 'leverage-exceeded', orders: 1 },
    ]);
    expect(report.arms[0]!.journalHash).toBeNull();
    store.close();
  });

  test('is failed by an error that has no code as well', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    run.fail(new TypeError('x is undefined'));
    expect(store.run(run.runId).error).toBe('TypeError: x is undefined');
    store.close();
  });

  test('is sealed as failed even if its last batch cannot be written', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    const arm = run.beginArm(ARM);
    arm.append({ kind: 'account-ruined', equity: Number.NaN, sequence: 1, time: START });
    expect(() => arm.flush()).toThrow('E_INVARIANT');
    run.fail(new Error('no such number'));
    expect(store.run(run.runId).status).toBe('failed');
    store.close();
  });

  test('is interrupted when its user says so', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    run.interrupt();
    expect(store.run(run.runId)).toMatchObject({
      status: 'interrupted',
      error: null,
      finishedAt: START + 2000,
    });
    store.close();
  });

  test('has no verdict, even if one was written', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    run.writeVerdict(verdict);
    expect(store.report(run.runId).verdict).toBeNull();
    run.complete();
    expect(store.report(run.runId).verdict).toEqual(verdict);
    store.close();
  });
});

describe('a run whose process is gone', () => {
  /** A store with one running run of process 100 on the host `here`. */
  function abandoned(): string {
    const path = newPath();
    const store = openStore(path);
    store.beginRun(identity);
    store.close();
    return path;
  }

  test('is shown as crashed by a reader, which leaves the row as it is', () => {
    const path = abandoned();
    const dead = Store.openReadOnly(path, { hostName: 'here', isProcessAlive: () => false });
    expect(dead.run(1)).toMatchObject({ status: 'crashed', finishedAt: null });
    expect(dead.runs({ status: 'crashed' })).toHaveLength(1);
    expect(dead.runs({ status: 'running' })).toHaveLength(0);
    dead.close();
    const trusting = Store.openReadOnly(path, { hostName: 'here' });
    expect(trusting.run(1).status).toBe('running');
    trusting.close();
  });

  test('is recorded as crashed by the next writer', () => {
    const path = abandoned();
    openStore(path, { isProcessAlive: (processId) => processId !== 100 }).close();
    const store = Store.openReadOnly(path);
    expect(store.run(1).status).toBe('crashed');
    store.close();
  });

  test('stays running while its process lives', () => {
    const path = abandoned();
    const store = openStore(path, { isProcessAlive: (processId) => processId === 100 });
    expect(store.run(1).status).toBe('running');
    store.close();
  });

  test('on another host counts as crashed after a day of silence', () => {
    const path = abandoned();
    const at = (time: number) => {
      const store = Store.openReadOnly(path, {
        hostName: 'there',
        isProcessAlive: () => false,
        now: () => time,
      });
      const { status } = store.run(1);
      store.close();
      return status;
    };
    expect(at(START + DAY)).toBe('running');
    expect(at(START + DAY + 1001)).toBe('crashed');
  });

  test('and was only silent can still be sealed by its own writer', () => {
    const path = newPath();
    const store = openStore(path);
    const run = store.beginRun(identity);
    openStore(path, { hostName: 'there', now: () => START + 2 * DAY }).close();
    expect(store.run(run.runId).status).toBe('crashed');
    run.complete();
    expect(store.run(run.runId).status).toBe('complete');
    store.close();
  });
});

describe('what is sealed stays as it is', () => {
  test('nothing is written to a run that has ended', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    const arm = run.beginArm(ARM);
    run.interrupt();
    arm.append(events[4]!.sequence === 5 ? { ...events[4]!, sequence: 1 } : events[4]!);
    expect(() => arm.flush()).toThrow('E_INVARIANT');
    expect(() => run.beginArm({ ...ARM, name: 'late' })).toThrow('E_INVARIANT');
    expect(() => run.writeTraining(training)).toThrow('E_INVARIANT');
    expect(() => run.complete()).toThrow('E_INVARIANT');
    expect(() => run.fail(new Error('late'))).toThrow('E_INVARIANT');
    store.close();
  });

  test('nothing is written to an arm that is finished', () => {
    const store = openStore(newPath());
    const arm = store.beginRun(identity).beginArm(ARM);
    arm.finish([], {});
    arm.mark(accountMark(START, 1, 2, 3, 4));
    expect(() => arm.flush()).toThrow('E_INVARIANT');
    expect(() => arm.finish([], {})).toThrow('E_INVARIANT');
    store.close();
  });

  test('a run is not complete before its arms are', () => {
    const store = openStore(newPath());
    const run = store.beginRun(identity);
    run.beginArm(ARM);
    expect(() => run.complete()).toThrow('E_INVARIANT arm meta');
    expect(store.run(run.runId).status).toBe('running');
    store.close();
  });

  test('a reader cannot begin a run', () => {
    const path = newPath();
    openStore(path).close();
    const store = Store.openReadOnly(path);
    expect(() => store.beginRun(identity)).toThrow('E_INVARIANT');
    store.close();
  });
});

describe('what an arm refuses', () => {
  const open = () => {
    const store = openStore(newPath());
    return { store, arm: store.beginRun(identity).beginArm(ARM) };
  };

  test('an event out of its order, twice, or of an earlier time', () => {
    const { store, arm } = open();
    const refused = { ...events[4]!, sequence: 1, time: START };
    arm.append(refused);
    expect(() => arm.append(refused)).toThrow('event 2 comes next');
    expect(() => arm.append({ ...refused, sequence: 3 })).toThrow('order-refused with sequence 3');
    expect(() => arm.append({ ...refused, sequence: 2, time: START - 1 })).toThrow('E_INVARIANT');
    store.close();
  });

  test('a mark that is not a finite number, or goes back in time', () => {
    const { store, arm } = open();
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => arm.mark(accountMark(START, 1, wrong, 1, 1))).toThrow('E_INVARIANT');
    }
    arm.mark(accountMark(START, 1, 1, 1, 1));
    expect(() => arm.mark(accountMark(START - 1, 1, 1, 1, 1))).toThrow('E_INVARIANT');
    store.close();
  });

  test('NaN anywhere in an event but in a refused request, before it reaches a row', () => {
    const { store, arm } = open();
    arm.append({ kind: 'account-ruined', equity: Number.NaN, sequence: 1, time: START });
    expect(() => arm.flush()).toThrow('E_INVARIANT account_events.equity');
    store.close();
  });

  test('a metric that is NaN, and parameters that are', () => {
    const { store, arm } = open();
    expect(() => arm.finish([], { sharpe: { value: Number.NaN, reason: null } })).toThrow('metrics.value');
    const run = store.beginRun(identity);
    expect(() => run.writeTraining({ ...training, parameters: Float64Array.of(0, Number.NaN) })).toThrow(
      'E_INVARIANT parameter 1',
    );
    store.close();
  });
});

describe('runs are found', () => {
  const store = openStore(newPath());
  recordRun(store);
  recordRun(store);
  recordRun(store, { parameters: { lookBack: 50 } });
  recordRun(store, { strategyName: 'other' });
  recordRun(store, { dataHash: 'ee'.repeat(32) });
  store.beginRun({ ...identity, seed: 99 }).interrupt();

  test('newest first, by strategy, by status, and only so many', () => {
    const numbers = (filter: Parameters<Store['runs']>[0]) => store.runs(filter).map(({ runId }) => runId);
    expect(numbers({})).toEqual([6, 5, 4, 3, 2, 1]);
    expect(numbers({ strategyName: 'other' })).toEqual([4]);
    expect(numbers({ status: 'interrupted' })).toEqual([6]);
    expect(numbers({ strategyName: identity.strategyName, limit: 2 })).toEqual([6, 5]);
  });

  test('a trial is a distinct configuration of a strategy on the same data that ran to its end', () => {
    const { strategyName, dataHash } = identity;
    expect(store.trials(strategyName, dataHash)).toBe(2);
    expect(store.trials(strategyName, dataHash, store.run(1).configHash)).toBe(2);
    expect(store.trials(strategyName, dataHash, store.run(6).configHash)).toBe(3);
    expect(store.trials('other', dataHash)).toBe(1);
    expect(store.trials('never', dataHash)).toBe(0);
    expect(store.trials('never', dataHash, 'f'.repeat(64))).toBe(1);
  });

  test('a number that the store does not hold is answered with those that it holds', () => {
    expect(() => store.run(77)).toThrow('E_RUN_UNKNOWN');
    expect(() => store.report(77)).toThrow('found run 77. Choose one of the newest: 6, 5, 4, 3, 2.');
    for (const wrong of [1.5, Number.NaN, -1]) expect(() => store.run(wrong)).toThrow('E_RUN_UNKNOWN');
    const empty = openStore(newPath());
    expect(() => empty.run(1)).toThrow('the store holds none');
    empty.close();
  });
});
