import type { MarkdownRenderer } from 'vitepress'

/** Puts the site's base before links that leave the pages, `[the lab](/lab/index.html){target="_self"}`, as VitePress does for all others. */
export function selfLinks(md: MarkdownRenderer, base: string): void {
  const plain = md.renderer.rules.link_open
  md.renderer.rules.link_open = (tokens, at, options, env, self) => {
    const token = tokens[at]
    const href = token?.attrGet('href')
    if (token?.attrGet('target') === '_self' && href?.startsWith('/') && !href.startsWith(base))
      token.attrSet('href', base + href.slice(1))
    return plain?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options)
  }
}
