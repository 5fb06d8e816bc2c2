/** A piece of documentation that runs: where it stands and its TypeScript. */
export interface Block {
  readonly file: string
  readonly line: number
  readonly code: string
}

const FENCE = /^```ts(?: .*)?\n([\s\S]*?)^```$/gm
const DOC_COMMENT = /\/\*\*[\s\S]*?\*\//g

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** The ```` ```ts ```` blocks of a Markdown text, with or without a label. */
export function markdownBlocks(file: string, text: string): Block[] {
  return [...text.matchAll(FENCE)].map((match) => ({
    file,
    line: lineOf(text, match.index),
    code: match[1] ?? '',
  }))
}

/** The ```` ```ts ```` blocks of the `@example` tags in a TypeScript source. */
export function exampleBlocks(file: string, text: string): Block[] {
  return [...text.matchAll(DOC_COMMENT)].flatMap((comment) => {
    const plain = comment[0].replace(/^[ \t]*\* ?/gm, '').replace(/^\/\*\*/, '')
    const example = plain.indexOf('@example')
    if (example < 0) return []
    const line = lineOf(text, comment.index) + lineOf(plain, example)
    return markdownBlocks(file, plain.slice(example)).map((block) => ({ ...block, line }))
  })
}
