import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Block, exampleBlocks, markdownBlocks } from '../src/blocks.ts'
import { documents, filesBelow, publishedPackages } from '../src/documents.ts'
import { typeErrors } from '../src/type-errors.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const timeout = 120_000

function blocksOf(files: string[], parse: (file: string, text: string) => Block[]): Block[] {
  return files.flatMap((file) => parse(relative(root, file), readFileSync(file, 'utf8')))
}

describe('what is shown compiles in a strict project', () => {
  it('of READMEs and docs', { timeout }, async () => {
    expect(await typeErrors('documents', blocksOf(documents(root), markdownBlocks))).toEqual([])
  })

  it('of docstrings', { timeout }, async () => {
    const sources = publishedPackages(root).flatMap((name) =>
      filesBelow(join(root, 'packages', name, 'src'), '.ts'),
    )
    expect(await typeErrors('examples', blocksOf(sources, exampleBlocks))).toEqual([])
  })

  it('and what does not is found', { timeout }, async () => {
    const code =
      "import { createRng } from '@nn/random'\n\ncreateRng('one')\ncreateRng({}) // throws /seed/\n"
    expect(await typeErrors('itself', [{ file: 'README.md', line: 7, code }])).toEqual([
      expect.stringMatching(/^README.md:10: TS2345: Argument of type 'string'/),
    ])
  })
})
