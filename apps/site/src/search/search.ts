import type { DefaultTheme } from 'vitepress'

/** Search in the page itself: everything of the guides, and names and summaries of the reference. */
export const search: DefaultTheme.LocalSearchOptions = {
  _render: (text, env, md) => md.render(env.relativePath.startsWith('api/') ? summaryOf(text) : text, env),
  miniSearch: {
    // A page that is about a word goes before pages that mention it.
    searchOptions: { boost: { title: 8, titles: 2, text: 1 }, fuzzy: 0.2, prefix: true },
  },
}

/** Headings of what a name or a type is, not of its parts. */
const SUMMARY =
  /^#{1,3} (?!Param|Return|Throw|Example|Propert|Method|Type Param|Extend|Constructor|Overrides|Accessor)/

/** What a page of the reference says of names and types, without signatures, tables and code. */
export function summaryOf(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```$|^(?:>|\|).*$/gm, '')
    .split(/^(?=#)/m)
    .filter((section) => SUMMARY.test(section))
    .join('')
}
