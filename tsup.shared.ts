import { defineConfig, type Options } from 'tsup'

/** The one build of every package: ES modules, nothing bundled from elsewhere, source maps. */
export function build(entry: string[], options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    ...options,
  })
}
