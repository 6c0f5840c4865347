import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/test/longest-first.ts'

// The many short processes of the tests share compiled code, as the launcher does it. Not on the environment of Vitest itself.
const env = { NODE_COMPILE_CACHE: path.join(import.meta.dirname, 'node_modules/.cache/sam-compiled') }

// scripts/test.ts runs the three layers in this order: standalone needs no models, models needs the starter set in
// SAM_MODELS, e2e needs a Chromium too.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'standalone',
          env,
          include: ['test/standalone/**/*.test.{ts,tsx}'],
          // Vitest itself would leave one core free, which is half of a machine with two.
          maxWorkers: '100%',
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'models',
          env,
          include: ['test/models/**/*.test.ts'],
          // The local model and the trainer keep to one core of two: two files at once use both.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          env,
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
