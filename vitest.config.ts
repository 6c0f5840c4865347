import { defineConfig } from 'vitest/config'

// scripts/test.ts runs the three layers in this order: standalone needs no models, models needs the starter set in
// SAM_MODELS, e2e needs a Chromium too.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'standalone',
          include: ['test/standalone/**/*.test.{ts,tsx}'],
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'models',
          include: ['test/models/**/*.test.ts'],
          // Engines take every core they get: two files at once only slow each other down.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Pages mostly wait: two files at once use the cores better.
          maxWorkers: 2,
          // What a page does is waited for, however slow the machine: a test asserts that it comes, not when.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
