import { describe, expect, test } from 'vitest';
import { ERROR_CODES, EXIT_CODES } from '../../src/model/error-codes.ts';
import { RegimetaError } from '../../src/model/regimeta-error.ts';

describe('the message of a coded error', () => {
  test('names code, place, rule, what was found and the repair, in one line', () => {
    const error = new RegimetaError('E_DATA_NUM', {
      place: 'spy.csv:7:3',
      rule: 'a price is a plain decimal number',
      found: '"1,5"',
      repair: 'Use a point',
    });
    expect(error.message).toBe(
      'E_DATA_NUM spy.csv:7:3: a price is a plain decimal number; found "1,5". Use a point.',
    );
  });

  test.each([
    [{}, 'E_USAGE: the rule.'],
    [{ place: 'here' }, 'E_USAGE here: the rule.'],
    [{ found: 'this' }, 'E_USAGE: the rule; found this.'],
    [{ repair: 'Mend it' }, 'E_USAGE: the rule. Mend it.'],
    [{ place: null, found: null, repair: null }, 'E_USAGE: the rule.'],
    [{ repair: 'Did you mean that?' }, 'E_USAGE: the rule. Did you mean that?'],
  ])('leaves out what is not known: %j', (details, message) => {
    expect(new RegimetaError('E_USAGE', { rule: 'the rule', ...details }).message).toBe(message);
  });
});

describe('a coded error', () => {
  const cause = new Error('behind it');
  const error = new RegimetaError('E_STORE_BUSY', { rule: 'one at a time', found: 'two', cause });

  test('is an error with a cause and a name, and can be told from others', () => {
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.cause, error.code]).toEqual(['RegimetaError', cause, 'E_STORE_BUSY']);
    expect('cause' in new RegimetaError('E_USAGE', { rule: 'x' })).toBe(false);
  });

  test('is plain data for a store, with null for what is not known', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'E_STORE_BUSY',
      place: null,
      rule: 'one at a time',
      found: 'two',
      repair: null,
    });
  });

  test('has the exit code of its kind, for every code of the registry', () => {
    for (const [code, { kind }] of Object.entries(ERROR_CODES)) {
      const { exitCode } = new RegimetaError(code as keyof typeof ERROR_CODES, { rule: 'x' });
      expect(exitCode).toBe(EXIT_CODES[kind]);
      expect(exitCode).toBeGreaterThan(0);
    }
    expect(new RegimetaError('E_STORE_BUSY', { rule: 'x' }).exitCode).toBe(6);
  });
});
