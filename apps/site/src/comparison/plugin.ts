import type { MarkdownRenderer } from 'vitepress'
import { defeats, trainingTable } from './speed.ts'

/** What a page gets in the place of a mark on a line of its own. */
const MARKS: Readonly<Record<string, () => string>> = {
  '<Speed of="training" />': trainingTable,
  '<Defeats of="node" />': () => defeats('node'),
  '<Defeats of="page" />': () => defeats('page'),
}

/** Puts the measurements of the packages' READMEs into a page, so that they are written once. */
export function comparison(md: MarkdownRenderer): void {
  const plain = md.renderer.rules.html_inline
  md.renderer.rules.html_inline = (tokens, at, options, env, self) => {
    const markdown = MARKS[tokens[at]?.content ?? '']
    if (markdown !== undefined) return md.render(markdown(), {})
    return plain?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options)
  }
}
