import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As dist/ is built: React's production build knows no development JSX.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    env: { NODE_ENV: 'production' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // As `until` waits: a busy machine makes nothing wrong.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
  },
});
