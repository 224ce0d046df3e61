import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { regimeta: fileURLToPath(new URL('./src/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Test files of one worker share their modules: loading them anew for each file took as long as a quarter of the tests.
    isolate: false,
    // All cores: many tests wait for a process of the command line.
    maxWorkers: '100%',
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
