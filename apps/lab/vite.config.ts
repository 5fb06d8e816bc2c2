import { defineConfig } from 'vite'

export default defineConfig({
  // Works under any path.
  base: './',
  resolve: { conditions: ['@nn/source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
})
