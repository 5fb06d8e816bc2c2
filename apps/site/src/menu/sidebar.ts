import type { DefaultTheme } from 'vitepress'
import { GROUPS, type Page } from './pages.ts'

/** The side menus: all pages by their groups; in the reference, its entries, such as `@nn/init/torch`. */
export function sidebarOf(pages: readonly Page[], entries: readonly string[]): DefaultTheme.SidebarMulti {
  const groups = GROUPS.map((text) => ({
    text,
    items: pages.filter(({ group }) => group === text).map(({ title, link }) => ({ text: title, link })),
  }))
  const reference = entries.map((name) => ({ text: name, link: `/api/${name}/` }))
  return {
    '/': groups.filter(({ items }) => items.length > 0),
    '/api/': [{ text: 'API', link: '/api/', items: reference }],
  }
}
