import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, EXIT_CODES } from '../src/model/error-codes.ts';
import { documentedErrors, errorPageDifferences } from './tidy/error-page.ts';
import { lengthViolations } from './tidy/function-lengths.ts';
import {
  barrelViolations,
  cycleViolations,
  importTableViolations,
  offlineViolations,
} from './tidy/import-rules.ts';
import { docstringViolations, nameViolations } from './tidy/naming-rules.ts';
import { readSources, type Violation } from './tidy/source-file.ts';
import { bannedViolations, leftoverViolations } from './tidy/wording-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root, ['src', 'strategies', 'test', 'bench'], '.ts');
const pages = readSources(root, ['docs'], '.md');

/** Files and functions that are longer than the rule, with their present length. They may shrink and not grow. */
const LENGTHS_ALLOWED: Readonly<Record<string, number>> = {};

const printed = (violations: readonly Violation[]): string[] =>
  violations.map(({ file, line, rule }) => `${file}:${line} ${rule}`);

describe('the project', () => {
  it('imports one way, and each package in its room alone', () => {
    expect(printed(importTableViolations(sources))).toEqual([]);
  });

  it('has no import that goes in a circle', () => {
    expect(printed(cycleViolations(sources))).toEqual([]);
  });

  it('segments a past offline for training labels alone, never in a live path', () => {
    expect(printed(offlineViolations(sources))).toEqual([]);
  });

  it('has one barrel, and no place for anything', () => {
    expect(printed([...barrelViolations(sources), ...nameViolations(sources)])).toEqual([]);
  });

  it('is made of short files and short functions', () => {
    expect(printed(lengthViolations(sources, LENGTHS_ALLOWED))).toEqual([]);
  });

  it('keeps time, chance, the process and the parsing of numbers within their seams', () => {
    expect(printed(bannedViolations(sources))).toEqual([]);
  });

  it('has a docstring for everything that is exported', () => {
    expect(printed(docstringViolations(sources))).toEqual([]);
  });

  it('documents the errors that it registers', () => {
    const registry = Object.entries(ERROR_CODES).map(([code, { kind, meaning }]) => ({
      code,
      exit: EXIT_CODES[kind],
      meaning,
    }));
    expect(
      errorPageDifferences(registry, documentedErrors(readFileSync(join(root, 'docs/errors.md'), 'utf8'))),
    ).toEqual([]);
  });

  it('leaves nothing to do and points at no machine', () => {
    expect(printed(leftoverViolations([...sources, ...pages]))).toEqual([]);
  });
});
