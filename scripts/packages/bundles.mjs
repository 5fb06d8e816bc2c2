import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { MAX_GZIP, MAX_PROGRAM } from './sizes.mjs'

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
