import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { METRIC_CATALOG, METRIC_GROUPS } from '../../src/model/metric-catalog.ts';

const here = (path: string): URL => new URL(path, import.meta.url);
const page = readFileSync(here('../../docs/metrics.md'), 'utf8');

/** The lines of the page below a heading, up to the next one. */
function sectionOf(heading: string): string {
  return page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
}

/** They tell what became of metrics of a user, which the page has a section of. */
const OF_USERS = ['custom-metrics.ts', 'metric-faults.ts'];

describe('docs/metrics.md', () => {
  test.each(METRIC_GROUPS)('lists the metrics of the group $name in their order', ({ name, label }) => {
    const rows = [...sectionOf(label).matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)];
    const entries = METRIC_CATALOG.filter(({ group }) => group === name);
    expect(rows.map(([, metric, shown]) => [metric, shown])).toEqual(
      entries.map((entry) => [entry.name, `${entry.label}, ${entry.unit}`]),
    );
  });

  test('names every reason for which a metric is undefined', () => {
    const folder = here('../../src/metrics/');
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !OF_USERS.includes(file));
    const sources = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
    const given = sources.matchAll(
      /(?:undefinedBecause\(|return |\? |const [A-Z_]+ = )['`]([^'`]+ [^'`]+)['`]/g,
    );
    // A reason with one word of two: 'the benchmark rose', 'the benchmark fell'.
    const reasons = [...given].flatMap(([, reason]) =>
      ['rose', 'fell'].map((word) => reason!.replace(/\$\{\w+\}/, word)),
    );
    expect(reasons.length).toBeGreaterThan(15);
    const text = page.replace(/\s+/g, ' ');
    expect(reasons.filter((reason) => !text.includes(reason))).toEqual([]);
  });
});
