import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { numpyText } from '../src/code/printing/numpy.ts'
import { torchText } from '../src/code/printing/torch.ts'

interface Printed {
  readonly cases: readonly { readonly bits: string; readonly torch: string; readonly numpy: string }[]
}

/** Made by python/make_printing.py. */
const { cases }: Printed = JSON.parse(readFileSync(new URL('golden/printing.json', import.meta.url), 'utf8'))

const valuesOf = (bits: string): Float32Array =>
  new Float32Array(new Uint8Array(Buffer.from(bits, 'hex')).buffer)

describe('vectors of many magnitudes', () => {
  it('are printed as PyTorch prints them', () => {
    expect(cases.map(({ bits }) => torchText(valuesOf(bits)))).toEqual(cases.map(({ torch }) => torch))
  })

  it('are printed as NumPy prints them', () => {
    expect(cases.map(({ bits }) => numpyText(valuesOf(bits)))).toEqual(cases.map(({ numpy }) => numpy))
  })

  it('have ties, lines, powers of ten and what is not finite among them', () => {
    const all = cases.map(({ numpy }) => numpy).join('\n')
    for (const pattern of [/e-\d\d/, /e\+\d\d/, /nan/, /-inf/, /\n /, / -0\.e/]) expect(all).toMatch(pattern)
    expect(torchText([0.03125])).toBe('tensor([0.0312])')
  })
})
