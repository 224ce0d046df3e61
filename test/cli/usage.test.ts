import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeBarFiles } from '../support/bar-files.ts';
import { commandInProcess } from '../support/command-in-process.ts';
import { regimeta } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOLD = fileURLToPath(new URL('../../strategies/buy-and-hold.ts', import.meta.url));

describe('the command line', () => {
  it.each([
    [
      ['runs', 'lst'],
      /^E_USAGE runs: the commands are list, show, diff, rm, marks; found lst\. Did you mean list\?$/m,
    ],
    [['runs'], /^E_USAGE runs: the commands are list, show, diff, rm, marks; .*See regimeta runs --help\.$/m],
    [['runs', 'show'], /^E_USAGE runs show: .*'run'.*See regimeta runs show --help\.$/m],
    [['runs', 'show', '0'], /^E_USAGE <run>: a run is named by its number/m],
    [['runs', 'list', '--jsn'], /^E_PARAMETER_UNKNOWN runs list: .*--store.*Did you mean --json\?$/m],
    [['backtest'], /^E_USAGE backtest: .*'strategy'.*See regimeta backtest --help\.$/m],
    [['backtest', '--data', 'somewhere'], /^E_USAGE backtest: .*'strategy'/m],
    [['backtest', HOLD, 'another.ts'], /^E_USAGE backtest: too many arguments/m],
    [['backtest', HOLD, '--data'], /^E_USAGE backtest: .*'--data <path>' argument missing/m],
  ])('says of %j what is wrong and where help is', async (words, message) => {
    const { code, stdout, stderr } = await commandInProcess(words);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.each([['--help'], ['-h'], ['help'], ['help', 'backtest'], ['backtest', '--help'], ['runs', '--help']])(
    'helps with %s %s',
    async (...words) => {
      const { code, stdout, stderr } = await commandInProcess(words);
      expect(stdout).toMatch(/^Usage: regimeta/);
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  it('takes the shipped data where none are named', async () => {
    const reports = join(temporaryFolder(), 'reports');
    const { code, stdout } = await regimeta(
      ['backtest', HOLD, '--symbols', 'KO', '--from', '2014-12-01', '--reports', reports],
      { cwd: temporaryFolder() },
    );
    expect(stdout).toMatch(/^buy-and-hold on us-daily: 1 symbol, 2014-12-01 to 2014-12-31, seed 1$/m);
    expect(code).toBe(0);
  });

  it('says that a report cannot be written where a file stands', async () => {
    const folder = temporaryFolder();
    writeBarFiles(folder, ['AAA'], 20);
    const reports = join(folder, 'reports');
    await commandInProcess(['backtest', HOLD, '--data', join(folder, 'AAA.csv'), '--reports', reports]);
    writeFileSync(join(folder, 'file'), 'text');
    const store = join(reports, 'regimeta.sqlite');
    const { code, stderr } = await commandInProcess([
      'report',
      '1',
      '--store',
      store,
      '--reports',
      join(folder, 'file'),
    ]);
    expect(stderr).toMatch(/^E_OUTPUT_UNWRITABLE /);
    expect(code).toBe(6);
  });

  it('shows what a run was told about its data', async () => {
    const folder = temporaryFolder();
    writeBarFiles(folder, ['AAA', 'BBB'], 20);
    writeBarFiles(folder, ['CCC'], 90);
    const reports = join(folder, 'reports');
    await commandInProcess([
      'backtest',
      HOLD,
      '--data',
      folder,
      '--from',
      '2001-03-01',
      '--reports',
      reports,
    ]);
    const { stdout } = await commandInProcess(['runs', 'show', '1', '--reports', reports]);
    expect(stdout).toMatch(/^note +Not traded, for want of bars: AAA, BBB\.$/m);
  });

  it('prints every mark of a run as CSV', async () => {
    const folder = temporaryFolder();
    writeBarFiles(folder, ['AAA'], 20);
    const reports = join(folder, 'reports');
    await commandInProcess(['backtest', HOLD, '--data', join(folder, 'AAA.csv'), '--reports', reports]);
    const { code, stdout } = await commandInProcess(['runs', 'marks', '1', '--reports', reports]);
    const lines = stdout.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toBe('arm,time,sequence,cash,equity,gross,net');
    expect(lines[1]).toBe('buy-and-hold,2001-01-01T00:00:00.000Z,1,100000,100000,0,0');
    expect(lines).toHaveLength(22);
    const unknown = await commandInProcess(['runs', 'marks', '2', '--reports', reports]);
    expect(unknown.stderr).toMatch(/^E_RUN_UNKNOWN /);
  });
});
