import { decode } from '@nn/wasm'
import { describe, expect, it, test } from 'vitest'
import { jax } from '../src/generated/jax.ts'
import { kernels } from '../src/generated/kernels.ts'
import { mt19937 } from '../src/generated/mt19937.ts'
import { pcg64 } from '../src/generated/pcg64.ts'
import { torch } from '../src/generated/torch.ts'
import { torchRelaxed } from '../src/generated/torch-relaxed.ts'
import * as at from '../src/wasm/addresses.ts'

const hexOf = (text: string): string =>
  Array.from(decode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')

declare global {
  interface ImportMeta {
    /** The texts of files, by Vite, as these tests also run in browsers. */
    glob(pattern: string, options: object): Readonly<Record<string, string>>
  }
}

const assembly = import.meta.glob('../assembly/**/*.ts', { query: '?raw', import: 'default', eager: true })

describe('addresses', () => {
  it('are said once: assembly/ has names for them, and no numbers', () => {
    expect(Object.keys(assembly)).toContain('../assembly/kernels.ts')
    // MT19937 counts its words in usize.
    const counts = ['const N: usize = 624', 'const M: usize = 397']
    for (const [file, text] of Object.entries(assembly)) {
      const own = text.match(/^(export )?const \w+: usize = \d.*$/gm) ?? []
      expect([file, ...own.filter((line) => !counts.includes(line))]).toEqual([file])
    }
  })

  it('are of places that do not overlap', () => {
    const modules = [
      [
        [at.PHILOX_KEYS, 80],
        [at.PHILOX_PARAMS, 64],
        [at.PHILOX_HELPER, 256],
        [at.PHILOX_CHUNK, 4 * 2048],
        [at.PHILOX_BETWEEN, 4 * 2048],
        [at.PHILOX_BLOCK, 4 * 0x4000],
        [at.PHILOX_OTHER_BLOCK, 4 * 0x4000],
      ],
      [
        [at.LAW_PARAMS, 64],
        [at.THREEFRY_SCHEDULE, 960],
        [at.THREEFRY_FIRST, 4096],
        [at.THREEFRY_SECOND, 4096],
      ],
      [
        [at.MT_STATE, 4 * 628],
        [at.MT_WORDS, 4 * 624 * 20],
      ],
      [
        [at.PCG_STATE, 16],
        [at.PCG_INCREMENT, 16],
        [at.PCG_WORDS, 8 * 2048],
      ],
    ]
    for (const places of modules) {
      // Constants of modules lie from 64 on.
      places.reduce((end, [from = 0, bytes = 0]) => {
        expect(from).toBeGreaterThanOrEqual(end)
        return from + bytes
      }, 512)
    }
    expect(at.LAW_ELEMENTS).toBe(at.THREEFRY_FIRST)
    expect(at.PHILOX_OTHER_BLOCK + 4 * 0x4000).toBeLessThanOrEqual(3 * 65536)
  })
})

test.each(Object.entries({ jax, kernels, mt19937, pcg64, torch, torchRelaxed }))(
  '%s imports a memory of one to three pages',
  (_, { text: module, limitsAt }) => {
    const hex = hexOf(module)
    const text = Array.from('\x03env\x06memory\x02', (char) =>
      char.charCodeAt(0).toString(16).padStart(2, '0'),
    )
    expect(hex.slice(0, 2 * limitsAt).endsWith(text.join(''))).toBe(true)
    expect(hex.slice(2 * limitsAt, 2 * limitsAt + 6)).toBe('010103')
  },
)
