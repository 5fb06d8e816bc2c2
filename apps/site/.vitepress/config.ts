import { fileURLToPath } from 'node:url'
import type { DefaultTheme, UserConfig, UserConfigFn } from 'vitepress'
import { entries } from '../src/build/entries.mjs'
import { PLACEHOLDER } from '../src/build/placeholder.mjs'
import { comparison } from '../src/comparison/plugin.ts'
import { laws } from '../src/laws/plugin.ts'
import { navOf } from '../src/menu/nav.ts'
import { readPages } from '../src/menu/pages.ts'
import { sidebarOf } from '../src/menu/sidebar.ts'
import { runFences } from '../src/run/fence.ts'
import { search } from '../src/search/search.ts'
import { selfLinks } from '../src/theme/self-links.ts'

const pages = readPages(new URL('../pages/', import.meta.url))
const all = entries()
const browserEntries = all.filter(({ isNode }) => !isNode).map(({ name }) => name)

const virtualEntries = {
  name: 'virtual-entries',
  resolveId: (id: string) => (id === 'virtual:entries' ? `\0${id}` : undefined),
  load: (id: string) =>
    id === '\0virtual:entries' ? `export const ENTRIES = ${JSON.stringify(browserEntries)}` : undefined,
}

const configOf = (base: string): UserConfig<DefaultTheme.Config> => ({
  base,
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
      comparison(md)
      selfLinks(md, base)
      runFences(md, browserEntries)
    },
  },
  vite: {
    resolve: {
      alias: [
        {
          find: /^.*\/VPSocialLink\.vue$/,
          replacement: fileURLToPath(new URL('../src/theme/no-social-link.ts', import.meta.url)),
        },
      ],
    },
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
})

const config: UserConfigFn<DefaultTheme.Config> = ({ command }) =>
  configOf(command === 'build' ? PLACEHOLDER : '/')

export default config
