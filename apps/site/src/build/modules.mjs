import { build } from 'esbuild'
import { entries } from './entries.mjs'

/**
 * Writes the published packages as modules of a page, `FOLDER/@nn/init/torch.js`, which load each other by relative paths: import maps do
 * not hold in workers.
 *
 * @param {string} folder
 */
export async function writeModules(folder) {
  await build({
    entryPoints: Object.fromEntries(
      entries()
        .filter(({ isNode }) => !isNode)
        .map(({ name }) => [name, name]),
    ),
    outdir: folder,
    absWorkingDir: import.meta.dirname,
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true, // errors and tables name classes
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    chunkNames: 'shared/[hash]',
    logLevel: 'warning',
  })
}
