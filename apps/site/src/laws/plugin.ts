import type { MarkdownRenderer } from 'vitepress'
import { gainsTable } from './gains-html.ts'
import { lawWriter } from './law-html.ts'

const MARK = /^<Law of="(\w+)" \/>$/

/**
 * Puts pictures, call and options of an initializer where a page has `<Law of="xavierUniform" />` on a line of its own, and the table of gains where it
 * has `<Gains />`.
 */
export function laws(md: MarkdownRenderer): void {
  const write = lawWriter()
  const plain = md.renderer.rules.html_inline
  // A component on a line of its own is a token of this type in VitePress, beside the paragraphs.
  md.renderer.rules.html_inline = (tokens, at, options, env, self) => {
    const content = tokens[at]?.content ?? ''
    const [, name] = MARK.exec(content) ?? []
    if (name !== undefined) return `<div v-pre>${write(name, (text) => md.renderInline(text))}</div>\n`
    if (content === '<Gains />') return `<div v-pre>${gainsTable()}</div>\n`
    return plain?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options)
  }
}
