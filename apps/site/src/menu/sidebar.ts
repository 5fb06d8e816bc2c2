import type { DefaultTheme } from 'vitepress'
import { GROUPS, type Page } from './pages.ts'

/** The side menu: the pages of every group. */
export function sidebarOf(pages: readonly Page[]): DefaultTheme.SidebarItem[] {
  return GROUPS.map((text) => ({
    text,
    collapsed: false,
    items: pages.filter(({ group }) => group === text).map(({ title, link }) => ({ text: title, link })),
  })).filter(({ items }) => items.length > 0)
}
