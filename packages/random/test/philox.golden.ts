import { expect, it } from 'vitest'
import { mulhi } from '../src/engines/philox4x32.ts'
import { philox4x32 } from '../src/index.ts'
import kat from './fixtures/philox4x32-10.json'

const words = (hex: string[]) => hex.map((word) => Number.parseInt(word, 16))

it.each(kat.vectors)('Random123 known answer: counter $counter, key $key', ({ counter, key, out }) => {
  const [c0, c1, c2, c3] = words(counter)
  const [k0, k1] = words(key)
  expect([...philox4x32([c0!, c1!, c2!, c3!], [k0!, k1!])]).toEqual(words(out))
})

it('mulhi is the upper half of the 64-bit product', () => {
  const samples = [0, 1, 2, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xd2511f53, 0xfffffffe, 0xffffffff]
  for (const a of samples)
    for (const b of samples) expect(mulhi(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
})
