import { describe, expect, it } from 'vitest'
import { createTorchRng, type TorchOptions, type TorchRng } from '../src/frameworks/torch/index.ts'
import { toBfloat16Bits, toFloat16Bits } from '../src/numerics/half.ts'

/**
 * Bits of PyTorch 1.13.0 (Debian, x86-64, GCC 12.2), and of 2.13.0 (PyPI wheel) where said; those of 2.13.0 at length are
 * in apps/conformance/golden/torch.json.
 */

declare const crypto: { subtle: { digest(name: string, data: Uint8Array): Promise<ArrayBuffer> } }

function words(values: Float32Array): string[] {
  return Array.from(new Uint32Array(values.slice().buffer), (word) => word.toString(16).padStart(8, '0'))
}

function doubles(values: Float64Array): string[] {
  return Array.from(new BigUint64Array(values.slice().buffer), (word) => word.toString(16).padStart(16, '0'))
}

function halves(toBits: (x: number) => number, values: Float32Array): string[] {
  return Array.from(values, (value) => toBits(value).toString(16))
}

type Fill = (rng: TorchRng, out: Float32Array) => Float32Array

const uniform: Fill = (rng, out) => rng.uniform(out)
const normal: Fill = (rng, out) => rng.normal(out)
const shifted: Fill = (rng, out) => rng.uniform(out, { low: -0.37, high: 0.55 })
const scaled: Fill = (rng, out) => rng.normal(out, { mean: 0.3, std: 0.02 })
const generic: TorchOptions = { profile: 'generic', version: '1.13' }

describe('float32', () => {
  it.each<[string, Fill, number, number, TorchOptions, string]>([
    ['rand', uniform, 42, 5, {}, '3f61dc66 3f6a3db3 3ec406b8 3f75950e 3ec7e8d4'],
    ['randn(5)', normal, 42, 5, {}, '3eac62ae 3e03e69d 3e7016e7 3e6bdc6c bf8fb9c2'],
    ['randn(16)', normal, 42, 16, {}, '3ff6a529 3fbe5f53 3f669567 c006c0db 3f2dacd5'],
    ['randn(17)', normal, 42, 17, {}, '3ff6a529 be236d85 befeaae4 3ee111d8 bf4214e2'],
    ['randn(16)', normal, 0, 16, {}, 'bf901b85 bf93808a be804bd6 bede255d 3f594515'],
    ['randn(16)', normal, 123456789, 16, {}, '3e874c7c bed46da3 bf1b8606 3f3b5fae be20a6ec'],
    ['uniform_(-.37, .55)', shifted, 42, 5, {}, '3ee224e5 3ef1903f bc91889e 3f033736 bc30bea7'],
    ['uniform_(-.37, .55), generic', shifted, 42, 5, generic, '3ee224e4 3ef19040 bc9188a0 3f033736 bc30bea0'],
    ['normal_(.3, .02)', scaled, 42, 16, {}, '3ead54e5 3ea8d46d 3ea2d2c7 3e840a1b 3ea08c09'],
    ['randn(16), generic', normal, 42, 16, generic, '3ff6a527 3fbe5f54 3f669567 c006c0dd 3f2dacd5'],
  ])('%s', (_, fill, seed, n, options, first) => {
    const values = fill(createTorchRng(seed, options), new Float32Array(n))
    expect(words(values).slice(0, 5)).toEqual(first.split(' '))
  })

  it.each([
    [15, 'bfd84b55 bf7d2c7a'],
    [16, 'bf44d2a0 3f432f9f'],
    [17, '3f5c1fb0 be9e9482'],
    [100, '3eb321de 3f1e061c'],
    [1000003, '3f681b80 3f03ba96'],
  ])('randn(%i) ends', (n, last) => {
    expect(words(createTorchRng(42).normal(new Float32Array(n))).slice(-2)).toEqual(last.split(' '))
  })

  it('randn(1000003), all of it', async () => {
    const values = createTorchRng(42).normal(new Float32Array(1000003))
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(values.buffer)))
    expect([...hash.subarray(0, 4)].map((byte) => byte.toString(16)).join('')).toBe('40857389')
  })

  it('trunc_normal_ by the rules of 2.12', () => {
    const values = createTorchRng(42).truncatedNormal(new Float32Array(100003))
    expect(words(values).slice(0, 5)).toEqual('3ff6a529 3fbe5f53 3f669567 bfc3955b 3f2dacd5'.split(' '))
  })
})

describe('float64', () => {
  it('rand', () => {
    expect(doubles(createTorchRng(42).uniform(new Float64Array(5)))).toEqual([
      '3fadc66cbea3db30',
      '3fb01ae177aca870',
      '3fbfa3563ccea238',
      '3faaebc98cb2c140',
      '3fe0d66672221879',
    ])
  })

  it('randn(20) within 4 ULP', () => {
    const values = createTorchRng(42).normal(new Float64Array(20))
    const bits = new BigInt64Array(values.buffer)
    const first = [0x3fd32bee22ccb503n, 0x3fcf063c46668b78n, 0x3fd22011e840abbdn, 0xbfcdd10ce0b8c5a4n]
    first.forEach((word, i) => {
      expect(Math.abs(Number(BigInt.asIntN(64, word) - bits[i]!))).toBeLessThanOrEqual(4)
    })
  })
})

describe('half types up to 2.0', () => {
  const out = () => new Float32Array(20)
  const rng = () => createTorchRng(42, { version: '1.13' })

  it.each([
    ['bfloat16', toBfloat16Bits, '3ecc 3f33 3eb8 3d60 3ed4', 'bf4f bfc4 3ed0 3e30 bd07'],
    ['float16', toFloat16Bits, '3866 39b3 36b8 390e 386a', '3630 3de3 30b3 bc7a be32'],
  ] as const)('%s', (dtype, toBits, rand, randn) => {
    expect(halves(toBits, rng().uniform(out(), { dtype })).slice(0, 5)).toEqual(rand.split(' '))
    expect(halves(toBits, rng().normal(out(), { dtype })).slice(0, 5)).toEqual(randn.split(' '))
  })
})

it('randperm(10)', () => {
  expect([...createTorchRng(42).permutation(new Uint8Array(10))]).toEqual([2, 6, 1, 8, 4, 5, 0, 9, 3, 7])
})

it('Linear(20, 30): kaiming_uniform_(a=√5), then the bias, from one stream', () => {
  const rng = createTorchRng(42)
  const bound = 1 / Math.sqrt(20)
  const weight = rng.uniform(new Float32Array(600), {
    low: -Math.sqrt(3) * (Math.sqrt(2 / 6) / Math.sqrt(20)),
    high: Math.sqrt(3) * (Math.sqrt(2 / 6) / Math.sqrt(20)),
  })
  const bias = rng.uniform(new Float32Array(30), { low: -bound, high: bound })
  expect(words(weight).slice(0, 5)).toEqual('3e2f0f18 3e3e0cb9 bd569191 3e525667 bd48acef'.split(' '))
  expect(words(bias).slice(0, 5)).toEqual('bdf6d068 3def5039 be58b4f0 bdb12229 bd326ee6'.split(' '))
})
