import type { DefaultTheme, UserConfig } from 'vitepress'
import { entries } from '../src/build/entries.mjs'
import { laws } from '../src/laws/plugin.ts'
import { navOf } from '../src/menu/nav.ts'
import { readPages } from '../src/menu/pages.ts'
import { sidebarOf } from '../src/menu/sidebar.ts'
import { runFences } from '../src/run/fence.ts'
import { search } from '../src/search/search.ts'

const pages = readPages(new URL('../pages/', import.meta.url))
const all = entries()
const browserEntries = all.filter(({ isNode }) => !isNode).map(({ name }) => name)

const virtualEntries = {
  name: 'virtual-entries',
  resolveId: (id: string) => (id === 'virtual:entries' ? `\0${id}` : undefined),
  load: (id: string) =>
    id === '\0virtual:entries' ? `export const ENTRIES = ${JSON.stringify(browserEntries)}` : undefined,
}

const config: UserConfig<DefaultTheme.Config> = {
  title: '@nn',
  description: 'Starting neural networks right: initializers, seeds and the weights that Python gives',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  // Any host serves `page.html` under this name.
  cleanUrls: false,
  // What all pages share is one file, not a part of each.
  metaChunk: true,
  // The tests check every link and anchor of what was built, in generated pages too.
  ignoreDeadLinks: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    math: true,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      laws(md)
      runFences(md, browserEntries)
    },
  },
  vite: {
    plugins: [virtualEntries],
    worker: { format: 'es', plugins: () => [virtualEntries] },
  },
  // The reference is no book: its pages have no next one.
  transformPageData: ({ relativePath }) =>
    relativePath.startsWith('api/') ? { frontmatter: { prev: false, next: false } } : {},
  themeConfig: {
    search: { provider: 'local', options: search },
    nav: navOf(pages),
    sidebar: sidebarOf(
      pages,
      all.map(({ name }) => name),
    ),
    outline: { level: [2, 3] },
    externalLinkIcon: true,
  },
}

export default config
