import { readFileSync } from 'node:fs';

/** The version of this package, as recorded with every run. */
export const CODE_VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;
