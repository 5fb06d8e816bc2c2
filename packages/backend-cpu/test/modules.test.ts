import { decode } from '@nn/wasm'
import { describe, expect, it, test } from 'vitest'
import { elementwise } from '../src/generated/elementwise.ts'
import { matmul } from '../src/generated/matmul.ts'
import { matmulDouble } from '../src/generated/matmul-double.ts'
import { matmulRelaxed } from '../src/generated/matmul-relaxed.ts'
import { rows } from '../src/generated/rows.ts'
import * as at from '../src/simd/engine/addresses.ts'
import { createEngine, engineOn } from '../src/simd/engine/engine.ts'
import { compileAll, createMemory } from '../src/simd/engine/modules.ts'

const hexOf = (text: string): string =>
  Array.from(decode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')

declare global {
  interface ImportMeta {
    /** The texts of files, by Vite, as these tests also run in browsers. */
    glob(pattern: string, options: object): Readonly<Record<string, string>>
  }
}

const assembly = import.meta.glob('../assembly/*.ts', { query: '?raw', import: 'default', eager: true })

/** The instruction `f32x4.relaxed_madd`, and the two that it stands for. */
const [MADD, MUL, ADD] = ['fd8502', 'fde601', 'fde401']

const count = (hex: string, code: string): number => hex.split(code).length - 1

describe('the module of relaxed products', () => {
  it('has every multiply-add as one instruction: 8 of a tile, 8 of dots, 8 of slide', () => {
    expect([count(hexOf(matmulRelaxed.text), MADD), count(hexOf(matmul.text), MADD)]).toEqual([24, 0])
  })

  it('is else the plain one', () => {
    expect(count(hexOf(matmul.text), MUL) - count(hexOf(matmulRelaxed.text), MUL)).toBe(24)
    expect(count(hexOf(matmul.text), ADD) - count(hexOf(matmulRelaxed.text), ADD)).toBe(24)
  })
})

test.each(Object.entries({ elementwise, matmul, matmulDouble, matmulRelaxed, rows }))(
  '%s imports a memory of up to as many pages as threads share',
  (_, { text: module, limitsAt }) => {
    const hex = hexOf(module)
    const text = Array.from('\x03env\x06memory\x02', (char) =>
      char.charCodeAt(0).toString(16).padStart(2, '0'),
    )
    const pages = at.SHARED_PAGES.toString(16)
    expect(hex.slice(0, 2 * limitsAt).endsWith(text.join(''))).toBe(true)
    expect(hex.slice(2 * limitsAt, 2 * limitsAt + 6)).toBe(`0101${pages}`)
  },
)

describe('addresses', () => {
  it('are said once: assembly/ has none of its own', () => {
    expect(Object.keys(assembly)).toContain('../assembly/matmul.ts')
    for (const [file, text] of Object.entries(assembly)) {
      const own = text.match(/^(export )?const \w+: usize = .*$/gm) ?? []
      expect([file, ...own]).toEqual([file])
    }
  })

  it('are of places that do not overlap, inside of the memory', () => {
    const product = [
      ['helpers', at.HELPERS, 16 * at.HELPER_BYTES],
      ['first operand', at.FIRST, 4 * at.CHUNK],
      ['second operand', at.FIRST + at.OTHER, 4 * at.CHUNK],
      ['answers', at.FIRST + at.ANSWERS, at.CHUNK],
      ['other answers', at.FIRST + at.OTHER_ANSWERS, at.CHUNK],
      ['stage', at.STAGE, at.STAGE_BYTES],
      ['left', at.LEFT, at.LEFT_BYTES],
      ['right', at.RIGHT, at.SUMS - at.RIGHT],
      ['sums', at.SUMS, at.SUMS_BYTES],
      ['bias', at.BIAS, at.BIAS_BYTES],
      ['places', at.PLACES, 4 * at.PLACES_COUNT],
      ['terms', at.TERMS, 4 * at.TERMS_COUNT],
    ] as const
    const blocks = [
      ['input', at.INPUT, 4 * at.INPUT_COUNT],
      ['output', at.OUTPUT, 4 * at.OUTPUT_COUNT],
      ...[0, 1, 2, 3, 4, 5].map(
        (k) => ['table', at.TABLES + k * at.TABLE_BYTES, 8 * at.TABLE_COUNT] as const,
      ),
      ['end of left', at.LEFT + at.LEFT_BYTES, 0],
    ] as const
    for (const places of [product, blocks]) {
      places.reduce((end, [name, from, bytes]) => {
        expect(from, name).toBeGreaterThanOrEqual(end)
        return from + bytes
      }, 64)
    }
    expect(at.TERMS + 4 * at.TERMS_COUNT).toBeLessThanOrEqual(at.PAGES * 65536)
    expect(at.HELPER_CHUNKS).toBeGreaterThanOrEqual(at.TERMS + 4 * at.TERMS_COUNT)
    expect(at.HELPER_CHUNKS + 2 * 16 * 4 * at.CHUNK).toBeLessThanOrEqual(at.SHARED_PAGES * 65536)
    expect(4 * at.GROUP).toBeLessThanOrEqual(at.STAGE_BYTES)
    expect(at.INPUT).toBe(at.LEFT)
  })

  it('mean the same to the kernels: what is written through a view is read there, and back', () => {
    const engine = createEngine('simd')
    if (engine === null) return
    const { elementwise: maps, x, y, bytes, otherBytes, float32 } = engine
    x.fill(3)
    y.fill(4)
    maps.lt(x.byteOffset, 16)
    expect([bytes[0], bytes[15], bytes[16]]).toEqual([1, 1, 0])
    otherBytes.fill(1)
    maps.fromBytes(y.byteOffset, 16)
    expect([y[0], y[15], y[16]]).toEqual([1, 1, 4])
    maps.plus(x.byteOffset, 16)
    expect([x[0], x[15], x[16]]).toEqual([4, 4, 3])
    float32.stage.set([1, 2, 3, 4])
    float32.kernels.packLeft(0, 4, 1, 4, false)
    expect([...float32.left.subarray(0, 4)]).toEqual([1, 2, 3, 4])
    float32.stage.set([10])
    float32.kernels.multiply(4, 1, 0, 1, 0, 0, 1)
    float32.bias.set([0.5])
    float32.kernels.finish(4, 4, 1, 1, false)
    expect([...float32.stage.subarray(0, 4)]).toEqual([10.5, 20.5, 30.5, 40.5])
  })

  it('are those of a shared memory too', () => {
    const [memory, modules] = [createMemory(true), compileAll('simd', true)]
    if (memory === null || modules === null) return
    const { elementwise: maps, x } = engineOn(memory, modules)
    x.fill(-2)
    maps.abs(x.byteOffset, 16)
    expect([memory.buffer.byteLength, x[15], x[16]]).toEqual([at.SHARED_PAGES * 65536, 2, -2])
  })
})
