import type { DefaultTheme, UserConfig } from 'vitepress'
import { laws } from '../src/laws/plugin.ts'
import { navOf } from '../src/menu/nav.ts'
import { readPages } from '../src/menu/pages.ts'
import { sidebarOf } from '../src/menu/sidebar.ts'

const pages = readPages(new URL('../pages/', import.meta.url))

const config: UserConfig<DefaultTheme.Config> = {
  title: '@nn',
  description: 'Starting neural networks right: initializers, seeds and the weights that Python gives',
  lang: 'en',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  // Any host serves `page.html` under this name.
  cleanUrls: false,
  // The tests check every link and anchor of what was built, in generated pages too.
  ignoreDeadLinks: true,
  metaChunk: true,
  markdown: {
    math: true,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => void md.use(laws),
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: navOf(pages),
    sidebar: sidebarOf(pages),
    outline: { level: [2, 3] },
    externalLinkIcon: true,
  },
}

export default config
