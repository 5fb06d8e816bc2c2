import type { MarkdownRenderer } from 'vitepress'

/** Has the blocks of TypeScript run that import nothing but entries of a page. */
export function runFences(md: MarkdownRenderer, entries: readonly string[]): void {
  const { fence } = md.renderer.rules
  if (fence === undefined) throw new Error('runFences: expected a renderer of blocks, got none')
  md.renderer.rules.fence = (tokens, i, ...rest) => {
    const html = fence(tokens, i, ...rest)
    const { info = '', content = '' } = tokens[i] ?? {}
    return /^ts\b/.test(info) && runsIn(content, entries)
      ? html.replace(/<\/div>\s*$/, '<RunBlock /></div>')
      : html
  }
}

/** Whether a block can run where only some modules are. */
export function runsIn(code: string, entries: readonly string[]): boolean {
  const imports = [...code.matchAll(/\bfrom\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g)]
  return imports.length > 0 && imports.every(([, from, alone]) => entries.includes(from ?? alone ?? ''))
}
