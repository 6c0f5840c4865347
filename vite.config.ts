import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the panel. Vitest has a configuration of its own, vitest.config.ts, which goes before this one. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, 'src/app/panel'),
  plugins: [react()],
  build: {
    outDir: path.resolve(import.meta.dirname, 'dist/panel'),
    emptyOutDir: true,
    target: 'es2024',
    // Everything is a file of its own: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
})
