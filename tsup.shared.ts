import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]
interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}
interface BuildOptions extends Options {
  /** Folders of entries that need no more of the rest than the main entry exports, and import it. */
  readonly onMain?: readonly string[]
  /** Whether `isTensor` and `ShapeError` are all that is taken from `@nn/tensor`, types aside. */
  readonly isLight?: boolean
}
type Inputs = Readonly<
  Record<string, { readonly bytes: number; readonly imports: readonly { readonly path: string }[] }>
>

/**
 * The one build of every package: ES modules with source maps. Dependencies stay outside; private packages, which are development
 * dependencies, are bundled. `entry` are the modules that can be imported, the main one first.
 */
export function build(
  entry: readonly string[] = sourcesOfExports(),
  { onMain = [], isLight = false, ...options }: BuildOptions = {},
): ReturnType<typeof defineConfig> {
  const resolvers = [checkOnce(isLight), importMain(onMain)]
  return defineConfig({
    entry: [...entry],
    format: ['esm'],
    target: 'es2022',
    platform: 'neutral',
    // Deno knows the modules of Node by this name alone.
    removeNodeProtocol: false,
    external: [/^node:/],
    // Dependencies stay outside; this one under the name of the file that is loaded of it.
    noExternal: isLight ? [/^@nn\/tensor$/] : [],
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
        // Functions first: constants then stand together, which bundlers make one statement of.
        hoist_funs: true,
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
    esbuildPlugins: [...resolvers, fewChunks(entry, resolvers)],
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

/** What @nn/tensor holds in a file of its own: the checks, and what packages need that take tensors and make none. */
const LIGHT = ['src/check.ts', 'src/operands/is-tensor.ts', 'src/shape/shape-error.ts']

/**
 * Takes the checks of `@nn/check` from where a program has them once, which is a file of @nn/tensor, for that package and for those that
 * depend on it; others hold a copy. `isLight`: all that a package takes from @nn/tensor is in that file, so that it loads no more.
 */
function checkOnce(isLight: boolean): Plugin {
  return {
    name: 'check-once',
    setup({ onResolve }) {
      const { name, dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
      const at = (path: string) => ({ path, external: true, sideEffects: false })
      const light = LIGHT.map((file) => resolve(file))
      if (name === '@nn/tensor') {
        onResolve({ filter: /^@nn\/check$|^\.\.?\// }, ({ path, importer, resolveDir }) => {
          const isLeaf = path === '@nn/check' || light.includes(resolve(resolveDir, path))
          return isLeaf && importer !== '' && !light.includes(importer) ? at('./check.js') : undefined
        })
      } else if ('@nn/tensor' in dependencies) {
        const filter = isLight ? /^@nn\/(check|tensor)$/ : /^@nn\/check$/
        onResolve({ filter }, () => at('@nn/tensor/check'))
      }
    },
  }
}

/**
 * Has files of the folders import what lies elsewhere in the package from the main entry, which then needs no chunk to share. What lies in
 * another of the folders is theirs alone, and stands in a chunk of their own.
 */
function importMain(folders: readonly string[]): Plugin {
  return {
    name: 'import-main',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ importer, path, resolveDir }) => {
        const folder = folders.find((one) => isWithin(one, importer))
        const file = resolve(resolveDir, path)
        if (folder === undefined || folders.some((one) => isWithin(one, file))) return undefined
        return { path: `${relative(folder, 'src')}/index.js`, external: true, sideEffects: false }
      })
    },
  }
}

function isWithin(folder: string, file: string): boolean {
  return !relative(folder, file).startsWith('..')
}

/** The sources of what the package in this folder exports, in the order of its manifest. */
function sourcesOfExports(): string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> }
  return Object.values(exports).flatMap((target) => {
    const source = (target as Record<string, string>)['@nn/source']
    return source === undefined ? [] : [source.slice(2)]
  })
}

/** Bytes of source that take Node about as long to read and compile as finding and opening one more file. */
const FILE = 20_000

/**
 * Makes chunks that are few and yet hold little that is read in vain. esbuild makes a chunk for each set of entries that reach a module,
 * so entries are made to import more than they need: where that saves more files than it costs bytes, two chunks become one.
 */
function fewChunks(entry: readonly string[], resolvers: readonly Plugin[]): Plugin {
  return {
    name: 'few-chunks',
    async setup({ esbuild, initialOptions, onLoad }) {
      if (entry.length === 1) return
      const { external } = initialOptions
      const graph = await esbuild.build({
        ...{ entryPoints: [...entry], bundle: true, write: false, metafile: true, outdir: 'dist' },
        ...{ platform: 'neutral', logLevel: 'silent', packages: 'external', plugins: [...resolvers] },
        ...(external && { external }),
      })
      const users = joined(usersOf(entry, graph.metafile.inputs), graph.metafile.inputs)
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const place = entry.findIndex((file) => resolve(file) === path)
        if (place < 0) return undefined
        const files = [...users].filter(
          ([file, set]) => set & (1 << place) && isShared(set) && existsSync(file),
        )
        const imports = files.map(([file]) => `import ${JSON.stringify(resolve(file))}\n`)
        return { contents: imports.join('') + readFileSync(path, 'utf8'), loader: 'ts' }
      })
    },
  }
}

/** For each file, and each other package, the set of entries that load it: a bit for each, the lowest for the main one. */
type Users = ReadonlyMap<string, number>

function usersOf(entry: readonly string[], inputs: Inputs): Users {
  const users = new Map<string, number>()
  entry.forEach((start, place) => {
    for (const file of reachable([start], inputs)) users.set(file, (users.get(file) ?? 0) | (1 << place))
  })
  // What the main entry shares with any other is one chunk for all: hardly a program imports these without it.
  const all = (1 << entry.length) - 1
  return new Map([...users].map(([file, set]) => [file, set & 1 && isShared(set) ? all : set]))
}

/** Joins the two chunks whose union saves most, until none saves anything. */
function joined(users: Users, inputs: Inputs): Users {
  const sets = [...new Set(users.values())].filter(isShared)
  let best = { users, cost: costOf(users, inputs) }
  for (const [i, one] of sets.entries())
    for (const other of sets.slice(i + 1)) {
      const next = union(users, one, other, inputs)
      const cost = costOf(next, inputs)
      if (cost < best.cost) best = { users: next, cost }
    }
  return best.users === users ? users : joined(best.users, inputs)
}

/** The users after all entries of two chunks load both, with all that these import. */
function union(users: Users, one: number, other: number, inputs: Inputs): Users {
  const files = [...users].filter(([, set]) => set === one || set === other).map(([file]) => file)
  const loaded = reachable(files, inputs)
  return new Map([...users].map(([file, set]) => [file, loaded.has(file) ? set | one | other : set]))
}

/** What all entries load, in bytes. A file of another package brings all that it imports itself. */
function costOf(users: Users, inputs: Inputs): number {
  const chunks = [...new Set(users.values())].filter(isShared).map((set) => FILE * weight(set))
  const sources = [...users].map(([file, set]) => (inputs[file]?.bytes ?? 10 * FILE) * weight(set))
  return [...chunks, ...sources].reduce((sum, bytes) => sum + bytes, 0)
}

/** How much a set of entries counts; the main one, which most programs import, as much as ten others. */
function weight(set: number): number {
  return (set & 1 ? 9 : 0) + countOf(set)
}

function isShared(set: number): boolean {
  return countOf(set) > 1
}

function countOf(set: number): number {
  return set === 0 ? 0 : (set & 1) + countOf(set >>> 1)
}

/** The files that importing some loads. */
function reachable(files: readonly string[], inputs: Inputs): Set<string> {
  const found = new Set(files)
  for (const file of found) for (const { path } of inputs[file]?.imports ?? []) found.add(path)
  return found
}
