import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Block, exampleBlocks, markdownBlocks } from '../src/blocks.ts'
import { documents, filesBelow, publishedPackages } from '../src/documents.ts'
import { publicNames } from '../src/exports.ts'
import { runBlock } from '../src/run-block.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const packages = publishedPackages(root)

function blocksOf(files: string[], parse: (file: string, text: string) => Block[]): Block[] {
  return files.flatMap((file) => parse(relative(root, file), readFileSync(file, 'utf8')))
}

describe('README and docs', () => {
  it.each(blocksOf(documents(root), markdownBlocks))('$file:$line', (block) => runBlock(block))
})

describe.each(packages)('@nn/%s', (name) => {
  const folder = join(root, 'packages', name)
  it.each(blocksOf(filesBelow(join(folder, 'src'), '.ts'), exampleBlocks))('$file:$line', (block) =>
    runBlock(block),
  )

  const entries = filesBelow(join(folder, 'src'), 'index.ts')
  it.each(entries.flatMap(publicNames))(
    '$name has a docstring, and an example if it is a value',
    ({ doc, isType }) => {
      expect(doc, 'docstring').toBeDefined()
      if (!isType) expect(doc).toContain('@example')
    },
  )
})

describe('the checks themselves', () => {
  const block = (code: string): Block => ({ file: 'itself', line: Math.random(), code })
  it.each([
    ['1 + 1 // => 3'],
    ['new Float32Array([1]) // => new Float64Array([1])'],
    ['(() => {})() // throws /never/'],
    ["console.log('a')\n// b"],
    ["import { nothing } from '@nn/random'"],
  ])('reject %j', async (code) => {
    await expect(runBlock(block(code))).rejects.toThrow()
  })
  it('accept what holds', async () => {
    await runBlock(block("1 + 1 // => 2\nconsole.log('a\\nb')\n// a\n// b\nJSON.parse('{') // throws /JSON/"))
  })
})
