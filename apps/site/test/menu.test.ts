import { describe, expect, it } from 'vitest'
import { navOf } from '../src/menu/nav.ts'
import { pageOf } from '../src/menu/pages.ts'
import { sidebarOf } from '../src/menu/sidebar.ts'

const text = (head: string) => `---\n${head}\n---\n\n# A\n`

describe('menus', () => {
  const pages = [
    ...pageOf('guide/a.md', text("title: 'A: b'\ngroup: Guide\norder: 1")),
    ...pageOf('initializers/index.md', text('title: All\ngroup: Initializers')),
    ...pageOf('index.md', text('title: Home')),
  ]

  it('have the pages that name a group', () => {
    expect(pages).toEqual([
      { link: '/guide/a', title: 'A: b', group: 'Guide', order: 1 },
      { link: '/initializers/', title: 'All', group: 'Initializers', order: 100 },
    ])
    expect(sidebarOf(pages, ['@nn/init'])).toEqual({
      '/': [
        { text: 'Guide', items: [{ text: 'A: b', link: '/guide/a' }] },
        { text: 'Initializers', items: [{ text: 'All', link: '/initializers/' }] },
      ],
      '/api/': [{ text: 'API', link: '/api/', items: [{ text: '@nn/init', link: '/api/@nn/init/' }] }],
    })
    expect(navOf(pages).map((item) => 'text' in item && item.text)).toEqual([
      'Start',
      'Initializers',
      'Lab',
      'API',
    ])
  })

  it('refuse a group that does not exist, and a page without a title', () => {
    expect(() => pageOf('a.md', text('title: A\ngroup: Guides'))).toThrow(
      'pages/a.md: expected a group of Guide, Initializers, From other frameworks, Promises, got Guides; correct its front matter',
    )
    expect(() => pageOf('a.md', text('group: Guide'))).toThrow('pages/a.md: expected a title')
  })
})
