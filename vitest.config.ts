import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['compiler-tests/**/*.test.ts'],
    exclude: ['compiler-tests/engines/**', 'node_modules/**', 'dist/**'],
    globalSetup: ['compiler-tests/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
