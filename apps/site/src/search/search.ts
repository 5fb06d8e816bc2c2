import type { DefaultTheme } from 'vitepress'

/** Search in the page itself: everything of the guides, and names and summaries of the reference. */
export const search: DefaultTheme.LocalSearchOptions = {
  _render: (text, env, md) => md.render(env.relativePath.startsWith('api/') ? summaryOf(text) : text, env),
  miniSearch: {
    // A page that is about a word goes before pages that mention it.
    searchOptions: { boost: { title: 8, titles: 2, text: 1 }, fuzzy: 0.2, prefix: true },
  },
}

/** A page of the reference up to its first section, without code. */
export function summaryOf(text: string): string {
  const [head = ''] = text.split(/^## /m)
  return head.replace(/^```[\s\S]*?^```$|^> .*$/gm, '')
}
