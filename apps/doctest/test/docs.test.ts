import { deepStrictEqual } from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Block, exampleBlocks, markdownBlocks } from '../src/blocks.ts'
import { compile } from '../src/compile.ts'
import { documents, filesBelow, publishedPackages } from '../src/documents.ts'
import { publicNames } from '../src/exports.ts'
import { scratch } from '../src/run-program.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const packages = publishedPackages(root)

function blocksOf(files: string[], parse: (file: string, text: string) => Block[]): Block[] {
  return files.flatMap((file) => parse(relative(root, file), readFileSync(file, 'utf8')))
}

const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? [value.constructor.name, ...(value as Uint8Array)]
    : value

/** What compiled examples call. */
function checks() {
  const printed: string[] = []
  return {
    console: { log: (...values: unknown[]) => printed.push(values.map(String).join(' ')) },
    __equal: (actual: () => unknown, expected: () => unknown, line: string) =>
      deepStrictEqual(plain(actual()), plain(expected()), line),
    __throws: (attempt: () => unknown, pattern: RegExp, line: string) =>
      expect(attempt, line).toThrow(pattern),
    __printed: (text: string) => deepStrictEqual(printed.pop(), text),
  }
}

async function run({ file, line, code }: Block): Promise<void> {
  mkdirSync(scratch, { recursive: true })
  const path = join(scratch, `${file.replaceAll('/', '_')}-${line}.mjs`)
  writeFileSync(path, await compile(code))
  Object.assign(globalThis, { __doctest: checks() })
  await import(/* @vite-ignore */ `${pathToFileURL(path)}?${Date.now()}`)
}

describe('README and docs', () => {
  it.each(blocksOf(documents(root), markdownBlocks))('$file:$line', run)
})

describe.each(packages)('@nn/%s', (name) => {
  const folder = join(root, 'packages', name)
  it.each(blocksOf(filesBelow(join(folder, 'src'), '.ts'), exampleBlocks))('$file:$line', run)

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
    await expect(run(block(code))).rejects.toThrow()
  })
  it('accept what holds', async () => {
    await run(block("1 + 1 // => 2\nconsole.log('a\\nb')\n// a\n// b\nJSON.parse('{') // throws /JSON/"))
  })
})
