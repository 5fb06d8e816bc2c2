import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Options } from 'tsup'
import { build } from '../../tsup.shared.ts'

/** `import text from './file.ts?raw'` is the file's text, as Vite has it. */
const raw: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'raw',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ resolveDir, path }) => ({
      path: resolve(resolveDir, path.replace('?raw', '')),
      namespace: 'raw',
    }))
    onLoad({ filter: /./, namespace: 'raw' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      loader: 'text',
    }))
  },
}

export default build(['src/main.ts'], { platform: 'node', esbuildPlugins: [raw] })
