import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { median } from './measure.mjs'

const cold = fileURLToPath(new URL('cold.mjs', import.meta.url))

function milliseconds(module) {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [cold, ...(module === undefined ? [] : [module])])
  if (status !== 0) throw new Error(`${module}: ${stderr}`)
  return performance.now() - start
}

/** Milliseconds from nothing to the first result of a small network, less those that Node takes for nothing. */
export function coldStarts(modules, rounds = 7) {
  const times = Object.fromEntries(Object.keys(modules).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const bare = milliseconds()
    for (const [name, url] of Object.entries(modules)) times[name].push(milliseconds(url) - bare)
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}

/** Kilobytes of a program, bundled for the browser, minified and gzipped. */
export async function bundleSize(contents, resolveDir) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, logLevel: 'silent' },
    external: ['node:*', 'fs', 'path', 'util', 'crypto'],
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000
}
