// Packs every published package, lints the tarballs, installs each alone into an empty project (with the packages that
// it depends on), imports and requires it there, type-checks a consumer, and measures its size.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Most bytes of each package's minified JavaScript after gzip; raised in the change that needs it. */
const MAX_GZIP = {
  '@nn/tensor': 13_200,
  '@nn/random': 11_400,
  '@nn/backend-cpu': 24_400,
  '@nn/init': 17_300,
  '@nn/layers': 25_700,
  '@nn/io': 12_700,
  '@nn/checkpoint': 9_800,
}

// npx passes .npmrc on as variables, and npm takes this one for a command-line flag that `npm install` refuses.
delete process.env.npm_config_allow_scripts

function run(cwd, command, ...args) {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
}

function pack(folder) {
  run('.', 'pnpm', '-r', '--filter', './packages/*', 'pack', '--pack-destination', folder)
  return Object.fromEntries(
    readdirSync(folder).map((file) => [`@nn/${/^nn-(.+)-\d+\.\d+\.\d+/.exec(file)[1]}`, join(folder, file)]),
  )
}

function manifestOf(name) {
  return JSON.parse(readFileSync(`packages/${name.slice(4)}/package.json`, 'utf8'))
}

/** The packages that one needs, and those that these need. */
function dependenciesOf(name) {
  const all = new Set(Object.keys(manifestOf(name).dependencies ?? {}))
  for (const wanted of all)
    for (const further of Object.keys(manifestOf(wanted).dependencies ?? {})) all.add(further)
  return [...all]
}

/** What can be imported: the package and its subpaths. */
function entriesOf(name) {
  const paths = Object.keys(manifestOf(name).exports).filter((path) => path !== './package.json')
  return paths.map((path) => name + path.slice(1))
}

/** Installs one package's tarball, and those of the packages it needs, as a user would; checks what arrives. */
function installAlone(name, tarballs, folder) {
  mkdirSync(folder)
  const files = [name, ...dependenciesOf(name)].map((wanted) => `file:${tarballs[wanted]}`)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...files)
  const installed = readdirSync(join(folder, 'node_modules/@nn')).map((dir) => `@nn/${dir}`)
  if (String(installed.sort()) !== String([name, ...dependenciesOf(name)].sort()))
    throw new Error(`${name}: expected only itself and its dependencies to be installed, got ${installed}`)
  for (const entry of entriesOf(name)) {
    const show = `console.log(Object.keys(m).length)`
    const imported = run(
      folder,
      'node',
      '--input-type=module',
      '-e',
      `import * as m from '${entry}'; ${show}`,
    )
    const required = run(
      folder,
      'node',
      '--input-type=commonjs',
      '-e',
      `const m = require('${entry}'); ${show}`,
    )
    if (Number(imported) === 0 || Number.parseInt(required, 10) < Number.parseInt(imported, 10))
      throw new Error(`${entry}: expected exports by import and require, got ${imported} and ${required}`)
  }
}

/** Node prints the line that an uncaught error comes from above its message: it must not hide it. */
function checkLines(name) {
  const dist = `packages/${name.slice(4)}/dist`
  for (const file of readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.js'))) {
    const lines = readFileSync(join(dist, file), 'utf8').split('\n')
    const longest = Math.max(...lines.filter((line) => /\bthrow\b/.test(line)).map((line) => line.length))
    if (longest > 400)
      throw new Error(
        `${dist}/${file}: expected lines that throw to have at most 400 characters, got ${longest}`,
      )
  }
}

/** Most bytes, after gzip, of a program with one initializer and one layer, on either backend. */
const MAX_PROGRAM = { cpu: 57_500, cpuPlain: 41_200 }

function program(backend) {
  return `import { ${backend} as cpu } from '@nn/backend-cpu'
    import { xavierUniform } from '@nn/init'
    import { Dense } from '@nn/layers'
    import { createRng } from '@nn/random'
    const layer = new Dense(8, { weightInit: xavierUniform() })
    layer.initialize({ rng: createRng(42) })
    console.log(String(layer.forward(cpu.ones([2, 4]))))`
}

/** A program after bundling and minifying; what it imports is looked up from `folder`. */
function bundle(code, folder, ...options) {
  const flags = ['--minify', '--bundle', '--format=esm', '--log-level=error', ...options]
  return execFileSync('esbuild', flags, { cwd: folder, input: code })
}

function checkSize(what, size, most) {
  if (size > most) throw new Error(`${what}: expected at most ${most} bytes after gzip, got ${size}`)
}

const folder = mkdtempSync(join(tmpdir(), 'nn-pack-'))
try {
  mkdirSync(join(folder, 'tarballs'))
  const tarballs = pack(join(folder, 'tarballs'))
  for (const [name, most] of Object.entries(MAX_GZIP)) {
    run('.', 'publint', 'run', '--strict', tarballs[name])
    run('.', 'attw', '--quiet', '--profile', 'esm-only', tarballs[name])
    installAlone(name, tarballs, join(folder, name.slice(4)))
    checkLines(name)
    const all = bundle(`export * from './dist/index.js'`, `packages/${name.slice(4)}`, '--external:@nn/*')
    const size = gzipSync(all).length
    checkSize(name, size, most)
    console.log(`${name}: ${size} bytes minified and gzipped, installs and imports alone`)
  }
  for (const [backend, most] of Object.entries(MAX_PROGRAM)) {
    const bundled = bundle(program(backend), 'apps/example')
    if (bundled.includes('Atomics'))
      throw new Error(`${backend}: expected threads only with those who start them`)
    const size = gzipSync(bundled).length
    checkSize(`one initializer and Dense on ${backend}`, size, most)
    console.log(`one initializer and Dense on ${backend}: ${size} bytes minified and gzipped`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
