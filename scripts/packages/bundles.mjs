import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { PROGRAMS } from './programs.mjs'
import { MAX_FILES, MAX_GZIP, MAX_LEFT, MAX_PROGRAM } from './sizes.mjs'

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

/** The size of one of PROGRAMS. @throws Error above its limit, or if something is in it that it does without */
export function programSize(name) {
  const { text, without, code } = PROGRAMS[name]
  const bundled = bundle(code, 'apps/example')
  const unwanted = without.find((part) => bundled.includes(part))
  if (unwanted !== undefined) throw new Error(`${text}: expected a program without ${unwanted}`)
  return sizeOf(text, bundled, MAX_PROGRAM[name])
}
