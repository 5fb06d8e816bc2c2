import { cpu } from '@nn/backend-cpu'
import { encodeSafetensors } from '@nn/io'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encoded, FLOAT_DTYPES, widthOf } from '../src/law/encode.ts'

/** Every exponent, with significands around ties of both 16-bit types. */
function edges(): Float32Array {
  const ends = [0, 1, 0xfff, 0x1000, 0x1001, 0x2fff, 0x3000, 0x7fff, 0x8000, 0x8001, 0x18000, 0x7fffff]
  const words: number[] = []
  for (let exponent = 0; exponent < 255; exponent++)
    for (const end of ends)
      for (const sign of [0, 0x80000000]) words.push((sign | (exponent << 23) | end) >>> 0)
  return new Float32Array(Uint32Array.from(words).buffer)
}

describe.each(FLOAT_DTYPES)('%s', (dtype) => {
  const theirs = (values: Float32Array) => {
    const file = encodeSafetensors({ x: cpu.tensor(values) }, { dtype })
    return file.slice(file.length - values.length * widthOf(dtype))
  }

  /** What a program gives, or the class of its error. */
  const attempt = (run: () => Uint8Array): unknown => {
    try {
      return run()
    } catch (error) {
      return (error as Error).constructor
    }
  }

  it('rounds as @nn/io, ties to even, and refuses the same values', () => {
    for (const value of edges()) {
      const values = Float32Array.of(value)
      expect(attempt(() => encoded('w', values, dtype))).toEqual(attempt(() => theirs(values)))
    }
  })

  it('names the tensor of a value that is too large', () => {
    const over = Float32Array.of(1, -3.4e38)
    if (dtype === 'F32') expect(encoded('h.0.weight', over, dtype)).toHaveLength(8)
    else {
      expect(() => encoded('h.0.weight', over, dtype)).toThrow(
        `h.0.weight: expected values in the range of ${dtype}, got larger ones; take a wider dtype`,
      )
    }
  })

  it('does so for any float', () => {
    const array = fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1 })
    const same = (values: Float32Array): void => {
      expect(attempt(() => encoded('w', values, dtype))).toEqual(attempt(() => theirs(values)))
    }
    fc.assert(fc.property(array, same))
  })
})
