/** The second tier: tests that need an engine which npm does not bring. Run with `npx vitest run --config compiler-tests/engines/vitest.config.ts`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['compiler-tests/engines/**/*.test.ts'],
    globalSetup: ['compiler-tests/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
