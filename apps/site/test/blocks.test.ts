import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownBlocks } from '@nn/doctest/blocks'
import { runBlock } from '@nn/doctest/run-block'
import { typeErrors } from '@nn/doctest/type-errors'
import { describe, expect, it } from 'vitest'
import { COLLECTED } from '../src/build/collected.mjs'

const pages = fileURLToPath(new URL('../pages/', import.meta.url))
/** Below node_modules, so that blocks import what this app has: the packages, and those that they are bridges to. */
const scratch = fileURLToPath(new URL('../node_modules/.blocks/', import.meta.url))

/** The pages that were written, not generated. */
const files = readdirSync(pages, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.md') && !file.startsWith('api/') && !(file in COLLECTED))

/** A block that needs a GPU; test/webgpu.test.ts runs it in Chromium. */
const needsGpu = (code: string) => code.includes('navigator.gpu')

const all = files.flatMap((file) => markdownBlocks(file, readFileSync(`${pages}${file}`, 'utf8')))
/** ONNX Runtime gives Node a global Worker, by which jax-js takes it for a page that has threads: its blocks come last. */
const isLast = ({ code }: { readonly code: string }) => code.includes("'onnxruntime-web")
const blocks = [...all.filter((block) => !isLast(block)), ...all.filter(isLast)]

describe('blocks of the pages', () => {
  it.each(blocks.filter(({ code }) => !needsGpu(code)))('$file:$line', (block) => runBlock(block, scratch))

  it('are all there, of code groups too', () => {
    const fences = files.flatMap(
      (file) => readFileSync(`${pages}${file}`, 'utf8').match(/^```ts\b.*$/gm) ?? [],
    )
    expect(blocks).toHaveLength(fences.length)
    expect(fences.some((fence) => fence.includes('['))).toBe(true)
  })

  it('compile in a strict project', async () => {
    expect(await typeErrors('pages', blocks, { home: scratch, skipLibCheck: true })).toEqual([])
  })
})
