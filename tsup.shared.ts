import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]
type Inputs = Readonly<
  Record<string, { readonly bytes: number; readonly imports: readonly { readonly path: string }[] }>
>

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
    // Its own `clean` leaves declarations, also those of files that are gone.
    plugins: [{ name: 'clean', buildStart: () => rmSync('dist', { recursive: true, force: true }) }],
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

/** Bytes of a source that is rather read in vain than a file of its own. */
const SMALL = 3000

/**
 * Makes one chunk of what the main entry shares with others, and one of what is small and shared among these. esbuild makes a chunk for
 * each set of entries that reaches a module, so entries are made to reach all of these. Node takes about a millisecond for each file of
 * an import.
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
      const reached = [main, ...others].map((entry) => reachable(entry, inputs))
      const isShared = (file: string): boolean => reached.filter((files) => files.has(file)).length > 1
      const isSmall = (file: string): boolean => (inputs[file]?.bytes ?? 0) < SMALL
      const shared = Object.keys(inputs).filter(isShared)
      const core = shared.filter((file) => reached[0]?.has(file))
      const further = shared.filter((file) => isSmall(file) && !core.includes(file))
      const imports = (files: readonly string[]): string =>
        files.map((file) => `import ${JSON.stringify(resolve(file))}\n`).join('')
      const added = new Map(others.map((entry) => [resolve(entry), imports([...core, ...further])]))
      added.set(resolve(main), imports(core))
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const first = added.get(path)
        return first === undefined
          ? undefined
          : { contents: first + readFileSync(path, 'utf8'), loader: 'ts' }
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
