import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireWritable } from '../../src/run/output-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('an output folder', () => {
  it('is made with all folders above it, and may be there already', () => {
    const path = join(temporaryFolder(), "a b/'c'/d");
    requireWritable(path);
    requireWritable(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it.each(['file', 'file/below'])('cannot be made where a file stands in the way: %s', (name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'text');
    expect(() => requireWritable(join(folder, name))).toThrow(/^E_OUTPUT_UNWRITABLE .*file/);
  });

  it.skipIf(!existsSync('/proc/self'))(
    'is refused where nothing can be made, without trying for ever',
    () => {
      expect(() => requireWritable('/proc/reports/deep')).toThrow(
        /^E_OUTPUT_UNWRITABLE \/proc\/reports\/deep: /,
      );
    },
  );
});
