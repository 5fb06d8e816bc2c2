import { resolve } from 'node:path'
import { defineConfig } from 'rolldown'

/**
 * The one build of every package: ES modules, nothing bundled from elsewhere but the private @nn/wasm, source maps. `entries` are
 * the modules that can be imported, the main one first.
 */
export function build(entries, options = {}) {
  return defineConfig({
    input: Object.fromEntries(entries.map((entry) => [entry.replace(/^src\/|\.ts$/g, ''), entry])),
    external: /^(@nn\/(?!wasm$)|node:)/,
    platform: 'neutral',
    transform: { target: 'es2022' },
    optimization: { inlineConst: false },
    ...options,
    output: {
      dir: 'dist',
      cleanDir: true,
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: { groups: [{ name: core(resolve(entries[0])), debugName: 'core', minShareCount: 2 }] },
      // Every file takes an engine time, and Node prints the line of an error: see docs/decisions/0009-tooling.md.
      comments: { legal: false, jsdoc: false, annotation: true },
      minify: false,
    },
  })
}

/** One chunk for all that the main entry shares with others, where each set of entries would get one of its own. */
function core(main) {
  let modules
  return (id, context) => {
    modules ??= reachable(main, context)
    return modules.has(id) ? 'core' : null
  }
}

function reachable(main, context) {
  const found = new Set([main])
  for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next)
  return found
}
