import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { folder, moduleOf, names } from '../peers.mjs'
import { NATIVE } from '../row.mjs'

/** Loaded when they are asked for, and not by a page that starts. */
const LATER = ['./checkpoints.mjs', './costs.mjs']

/** A module with all that it imports as text for a page, its parts by their paths; nothing of Node's. */
async function bundled(path, entry, external = []) {
  const { outputFiles } = await build({
    entryPoints: { [path]: fileURLToPath(entry) },
    outdir: '/',
    chunkNames: `parts/${path}/[hash]`,
    ...{ bundle: true, splitting: true, minify: true, format: 'esm', platform: 'browser', write: false },
    logLevel: 'silent',
    external: ['node:*', 'fs', 'path', 'util', 'crypto', ...external],
    // The file without WebGPU, as no page here has one. What stands for a package is looked for from the folder of work.
    alias: { 'onnxruntime-web': 'onnxruntime-web/wasm' },
    absWorkingDir: fileURLToPath(folder),
  })
  return outputFiles.map(({ path: file, text }) => [file, text])
}

/** The modules that pages load, by path: `/contest.js`, `/cold.js`, `/ours.js`, and `/peers/NAME.js` of each library that is there. */
export async function bundles() {
  const own = (name) => new URL(`../${name}.mjs`, import.meta.url)
  const files = [
    ...(await bundled('contest', own('page/contest'))),
    ...(await bundled('cold', own('page/cold'))),
    ...(await bundled('ours', own('ours'), LATER)),
  ]
  for (const name of names.filter((library) => !NATIVE.includes(library))) {
    try {
      files.push(...(await bundled(`peers/${name}`, moduleOf(name))))
    } catch (error) {
      console.error(`bench: without ${name}: ${error.message}`)
    }
  }
  return new Map(files)
}
