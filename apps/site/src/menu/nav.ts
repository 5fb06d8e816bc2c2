import type { DefaultTheme } from 'vitepress'
import type { Page } from './pages.ts'

/** The menu at the top: the first page of each group, the lab and the reference. */
export function navOf(pages: readonly Page[]): DefaultTheme.NavItem[] {
  const first = (name: string) => pages.find(({ group }) => group === name)
  const [start, guide] = pages.filter(({ group }) => group === 'Guide')
  const items: [text: string, page: Page | undefined][] = [
    ['Start', start],
    ['Guide', guide],
    ['Initializers', first('Initializers')],
    ['From other frameworks', first('From other frameworks')],
  ]
  return [
    ...items.flatMap(([text, page]) => (page === undefined ? [] : [{ text, link: page.link }])),
    // No page of VitePress: the browser itself goes there.
    { text: 'Lab', link: '/lab/index.html', target: '_self' },
    { text: 'API', link: '/api/', activeMatch: '^/api/' },
  ]
}
