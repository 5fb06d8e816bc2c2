import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { MAX_DRAW, MAX_FILES, MAX_GZIP, MAX_LEFT, MAX_PROGRAM } from './sizes.mjs'

/** A program after bundling and minifying; what it imports is looked up from `folder`. */
function bundle(code, folder, ...options) {
  const flags = ['--minify', '--bundle', '--format=esm', '--log-level=error', ...options]
  return execFileSync('esbuild', flags, { cwd: folder, input: code })
}

function sizeOf(what, code, most) {
  const size = gzipSync(code).length
  if (size > most) throw new Error(`${what}: expected at most ${most} bytes after gzip, got ${size}`)
  return size
}

/** The size of everything that a package exports. @throws Error above its limit */
export function packageSize(name) {
  const folder = `packages/${name.slice('@nn/'.length)}`
  return sizeOf(name, bundle(`export * from './dist/index.js'`, folder, '--external:@nn/*'), MAX_GZIP[name])
}

/**
 * What stays of a package in a program that uses nothing of it, were it not for `sideEffects: false`: statements that a bundler must
 * take for effects, which then stay in every program. @throws Error above the limit
 */
export function leftovers(name) {
  const folder = mkdtempSync(join(tmpdir(), 'nn-left-'))
  try {
    cpSync(`packages/${name.slice('@nn/'.length)}/dist`, join(folder, 'dist'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const code = bundle("import './dist/index.js'", folder, '--external:@nn/*').toString()
    const left = code.replaceAll(/import[^"]*"[^"]*";/g, '').trim()
    if (left.length <= MAX_LEFT) return left
    throw new Error(
      `${name}: expected at most ${MAX_LEFT} bytes that nothing drops, got ${left.slice(0, 2000)}`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** How many files Node opens for an import: each takes about a millisecond. @throws Error above the limit */
export function filesOf(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'nn-files-'))
  try {
    const meta = join(folder, 'meta.json')
    bundle(
      `export * from '${entry}'`,
      'apps/example',
      `--metafile=${meta}`,
      `--outfile=${join(folder, 'out.js')}`,
    )
    const files = Object.keys(JSON.parse(readFileSync(meta, 'utf8')).inputs).filter(
      (file) => file !== '<stdin>',
    )
    if (files.length <= MAX_FILES[entry]) return files.length
    throw new Error(`${entry}: expected at most ${MAX_FILES[entry]} files, got ${files.join(', ')}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const program = (backend) => `import { ${backend} as cpu } from '@nn/backend-cpu'
  import { xavierUniform } from '@nn/init'
  import { Dense } from '@nn/layers'
  import { createRng } from '@nn/random'
  const layer = new Dense(8, { weightInit: xavierUniform() })
  layer.initialize({ rng: createRng(42) })
  console.log(String(layer.forward(cpu.ones([2, 4]))))`

/** The size of a program with one initializer and one layer. @throws Error above its limit, or if threads are in it */
export function programSize(backend) {
  const code = bundle(program(backend), 'apps/example')
  if (code.includes('Atomics')) throw new Error(`${backend}: expected threads only with those who start them`)
  return sizeOf(`one initializer and Dense on ${backend}`, code, MAX_PROGRAM[backend])
}

const drawing = `import { draw, xavierUniform } from '@nn/init'
  import { createRng } from '@nn/random'
  console.log(draw(xavierUniform(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng: createRng(42), path: '0.weight' }))`

/**
 * The size of a program that draws one law into a Float32Array. @throws Error above its limit, if a README says another one, or if
 * there are tensors in it
 */
export function drawSize() {
  const code = bundle(drawing, 'apps/example')
  if (code.includes('matmul')) throw new Error('draw: expected no tensors in a program without them')
  for (const file of ['README.md', 'packages/init/README.md']) {
    const said = `one law with its stream is ${MAX_DRAW / 1000} KB`
    if (readFileSync(file, 'utf8').replaceAll(/\s+/g, ' ').includes(said)) continue
    throw new Error(`${file}: expected the text "${said}"`)
  }
  return sizeOf('one law into a Float32Array', code, MAX_DRAW)
}
