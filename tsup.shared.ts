import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]
type Inputs = Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>

/**
 * The one build of every package: ES modules and source maps. Dependencies stay outside; private packages, which are development
 * dependencies, are bundled. `entry` are the modules that can be imported, the main one first.
 */
export function build(
  entry: readonly string[] = sourcesOfExports(),
  options: Options = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: [...entry],
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    clean: true,
    splitting: true,
    silent: true,
    // Drops bare imports of chunks: no module here has side effects.
    treeshake: { preset: 'recommended', moduleSideEffects: false },
    // Comments go, and constants and variables that are read once stand where they are read. Names and lines stay, since Node
    // prints the line of an uncaught error.
    minify: 'terser',
    terserOptions: {
      module: true,
      compress: {
        ...{ defaults: false, toplevel: true, keep_fnames: true, keep_classnames: true },
        ...{ reduce_vars: true, collapse_vars: true, evaluate: true, unused: true },
      },
      mangle: false,
      format: {
        beautify: true,
        comments: false,
        preserve_annotations: true,
        indent_level: 2,
        ascii_only: true,
      },
    },
    esbuildPlugins: [oneCore(entry)],
    esbuildOptions: (esbuild) => {
      esbuild.chunkNames = 'shared/[hash]'
      esbuild.sourcesContent = false
      esbuild.logOverride = { 'ignored-bare-import': 'silent' }
    },
    onSuccess: async () => completeMaps('dist'),
    ...options,
  })
}

/** Puts into source maps what a package does not publish itself: the sources of the private packages that are bundled. */
function completeMaps(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js.map')) continue
    const path = join(folder, file)
    const map = JSON.parse(readFileSync(path, 'utf8')) as { sources: string[] }
    const sourcesContent = map.sources.map((source) => {
      const from = join(dirname(path), source)
      return relative('.', from).startsWith('..') ? readFileSync(from, 'utf8') : null
    })
    const isWhole = sourcesContent.every((content) => content === null)
    if (!isWhole) writeFileSync(path, JSON.stringify({ ...map, sourcesContent }))
  }
}

/** The sources of what the package in this folder exports, in the order of its manifest. */
function sourcesOfExports(): string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> }
  return Object.values(exports).flatMap((target) => {
    const source = (target as Record<string, string>)['@nn/source']
    return source === undefined ? [] : [source.slice(2)]
  })
}

/**
 * Makes one chunk of what the main entry shares with others. esbuild makes a chunk for each set of entries that reaches a module,
 * so every entry is made to reach all that is shared. Node takes about a millisecond for each file of an import.
 */
function oneCore([main = '', ...others]: readonly string[]): Plugin {
  return {
    name: 'one-core',
    async setup({ esbuild, initialOptions, onLoad }) {
      if (others.length === 0) return
      const { external } = initialOptions
      const graph = await esbuild.build({
        ...{ entryPoints: [main, ...others], bundle: true, write: false, metafile: true, outdir: 'dist' },
        ...{ platform: 'neutral', logLevel: 'silent', packages: 'external' },
        ...(external && { external }),
      })
      const { inputs } = graph.metafile
      const elsewhere = new Set(others.flatMap((entry) => [...reachable(entry, inputs)]))
      const core = [...reachable(main, inputs)]
        .filter((file) => elsewhere.has(file))
        .map((file) => resolve(file))
      const entries = new Set([main, ...others].map((entry) => resolve(entry)))
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!entries.has(path)) return undefined
        const imports = core.map((file) => `import ${JSON.stringify(file)}\n`).join('')
        return { contents: imports + readFileSync(path, 'utf8'), loader: 'ts' }
      })
    },
  }
}

/** The files that importing `entry` loads. */
function reachable(entry: string, inputs: Inputs): Set<string> {
  const found = new Set([entry])
  for (const file of found)
    for (const { path } of inputs[file]?.imports ?? []) if (path in inputs) found.add(path)
  return found
}
