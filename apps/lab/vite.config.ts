import { readFile } from 'node:fs/promises'
import { defineConfig, type Plugin } from 'vite'

/** What Observable Plot imports for things that no picture here has: maps, colour schemes, dates, bins, stacks, tips and legends of its own. */
const UNUSED = [
  ...['/d3-geo/', '/d3-scale-chromatic/', '/d3-time/', '/d3-time-format/'],
  ...[
    '/plot/src/legends.js',
    '/plot/src/marks/tip.js',
    '/plot/src/interactions/pointer.js',
    '/plot/src/time.js',
  ],
  ...['/plot/src/transforms/bin.js', '/plot/src/transforms/stack.js', '/plot/src/transforms/group.js'],
  ...['/plot/src/scales/diverging.js', '/plot/src/scales/schemes.js', '/plot/src/scales/temporal.js'],
]

export default defineConfig({
  // Works under any path.
  base: './',
  plugins: [leftOut(UNUSED)],
  resolve: { conditions: ['@nn/source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Browsers that know light-dark(), which would be rewritten to follow the page alone, not a part of it.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
})

/** Modules that are in the page by their names alone, as functions that give an empty list: a third of Plot's size would be loaded for nothing. */
function leftOut(paths: readonly string[]): Plugin {
  return {
    name: 'left-out',
    enforce: 'pre',
    async load(id) {
      if (!paths.some((path) => id.includes(path))) return undefined
      const code = await readFile(id, 'utf8')
      const [, list = ''] = /export \{(.*?)\}/s.exec(code) ?? []
      const listed = list.match(/\w+(?=\s*(?:,|$))/g) ?? []
      const declared = [...code.matchAll(/export (?:function|class|const) (\w+)/g)].map(([, name]) => name)
      const names = [...listed, ...declared].map((name) => `leftOut as ${name}`)
      return `const leftOut = () => []\nexport { ${names.join(', ')} }`
    },
  }
}
