import { cpu } from '@nn/backend-cpu'
import { xavierUniform } from '@nn/init'
import { createRng } from '@nn/random'
import { concat, ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { gelu, MultiheadAttention, TransformerDecoder, TransformerEncoder } from '../src/index.ts'

const rng = createRng(42)
const x = cpu.normal(createRng(1), [2, 5, 4])
const bool = (rows: boolean[][]): Tensor => cpu.tensor(rows)

function attention(options: ConstructorParameters<typeof MultiheadAttention>[2] = {}) {
  const layer = new MultiheadAttention(4, 2, { batchFirst: true, ...options })
  layer.initialize({ rng: createRng(42) })
  return layer
}

describe('MultiheadAttention', () => {
  it('is the same packed and separate', () => {
    const packed = attention()
    const expected = packed.forward(x).output
    const separate = attention({ packed: false })
    const { inProjWeight, ...rest } = Object.fromEntries(packed.stateDict())
    const [q, k, v] = [0, 1, 2].map((i) => inProjWeight!.slice([4 * i, 4 * i + 4]))
    separate.loadStateDict({ ...rest, qProjWeight: q!, kProjWeight: k!, vProjWeight: v! })
    expect(separate.forward(x).output.equals(expected)).toBe(true)
  })

  it('is the same with steps first and without n', () => {
    const layer = attention()
    const expected = layer.forward(x)
    const turned = new MultiheadAttention(4, 2)
    turned.loadStateDict(layer.stateDict())
    expect(turned.forward(x.transpose(0, 1)).output.transpose(0, 1).equals(expected.output)).toBe(true)
    const single = turned.forward(x.at(1))
    expect(single.output.equals(expected.output.at(1))).toBe(true)
    expect(single.weights!.equals(expected.weights!.at(1))).toBe(true)
  })

  it('sees nothing behind a query if it is causal', () => {
    const layer = attention()
    const options = { isCausal: true }
    const whole = layer.forward(x, x, x, options).output
    const start = layer.forward(x.slice(null, [0, 3]), undefined, undefined, options).output
    expect(whole.slice(null, [0, 3]).allClose(start, { atol: 1e-6 })).toBe(true)
    const rows = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (_, j) => j > i))
    expect(layer.forward(x, x, x, { mask: bool(rows) }).output.equals(whole)).toBe(true)
  })

  it('sees nothing of padding', () => {
    const layer = attention()
    const short = x.slice(null, [0, 3])
    const padded = concat([short, cpu.full([2, 2, 4], 99)], 1)
    const paddingMask = bool([
      [false, false, false, true, true],
      [false, false, false, true, true],
    ])
    const { output, weights } = layer.forward(short, padded, padded, { paddingMask })
    expect(output.allClose(layer.forward(short).output, { atol: 1e-6 })).toBe(true)
    expect(weights!.slice(null, null, [3]).any().item()).toBe(false)
    expect(weights!.sum(-1).allClose(1)).toBe(true)
  })

  it('gives weights of each head, their mean, or none', () => {
    const layer = attention()
    const each = layer.forward(x, x, x, { averageWeights: false }).weights!
    expect(each.shape).toEqual([2, 2, 5, 5])
    expect(layer.forward(x).weights!.equals(each.mean(1))).toBe(true)
    expect(layer.forward(x, x, x, { needWeights: false }).weights).toBeUndefined()
  })

  it('adds keys and values that are learnt, and zeros', () => {
    const layer = attention({ addBiasKv: true, addZeroAttention: true })
    expect(layer.forward(x, x, x, { isCausal: true }).weights!.shape).toEqual([2, 5, 7])
    expect([...layer.parameters().keys()]).toEqual([
      'inProjWeight',
      'inProjBias',
      'biasK',
      'biasV',
      'outProj.weight',
      'outProj.bias',
    ])
  })

  it('starts by the law of PyTorch, and by that of each part if one is given', () => {
    const laws = (layer: MultiheadAttention<boolean>) => layer.plan().rows.map(({ law }) => law)
    const bound = Number(Math.sqrt(6 / (4 * 4)).toPrecision(6))
    expect(laws(attention())[0]).toBe(`U[-${bound}, ${bound})`)
    expect(laws(attention({ packed: false }))[0]).toBe('U[-0.866025, 0.866025)')
    expect(laws(attention({ weightInit: xavierUniform() }))[0]).toBe('U[-0.866025, 0.866025)')
    expect(attention().inProjWeight?.axes).toEqual({
      out: 0,
      in: 1,
      blocks: { axis: 0, names: ['query', 'key', 'value'] },
      heads: { axis: 0, count: 2 },
    })
    expect(attention().outProj.weight.axes?.heads).toEqual({ axis: 1, count: 2 })
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    [
      'MultiheadAttention: expected heads to divide units 4, got 3',
      RangeError,
      () => new MultiheadAttention(4, 3),
    ],
    [
      'MultiheadAttention: expected keyUnits and valueUnits 4 with packed, got 3 and 4',
      RangeError,
      () => new MultiheadAttention(4, 2, { packed: true, keyUnits: 3 }),
    ],
    [
      'MultiheadAttention: expected queries [n, steps, 4] or without n, got [2, 5, 3]',
      ShapeError,
      () => attention().forward(cpu.ones([2, 5, 3])),
    ],
    [
      'MultiheadAttention: expected values of 5 steps, as the keys, got [2, 4, 4]',
      ShapeError,
      () => attention().forward(x, x, cpu.ones([2, 4, 4])),
    ],
    [
      'MultiheadAttention: expected keys and values of 2 sequences, as the queries, got [3, 5, 4]',
      ShapeError,
      () => attention().forward(x, cpu.ones([3, 5, 4])),
    ],
    [
      'MultiheadAttention: expected keys of at least one step, got [2, 0, 4]',
      ShapeError,
      () => attention().forward(x, cpu.ones([2, 0, 4])),
    ],
    [
      'MultiheadAttention: expected a mask [5, 5], got [5, 4]',
      ShapeError,
      () => attention().forward(x, x, x, { mask: cpu.ones([5, 4]) }),
    ],
    [
      'MultiheadAttention: expected a padding mask [2, 5], got [5]',
      ShapeError,
      () => attention().forward(x, x, x, { paddingMask: cpu.zeros([5], { dtype: 'bool' }) }),
    ],
    [
      'MultiheadAttention: expected mask to be a tensor of bool or float32, got int32',
      TypeError,
      () => attention().forward(x, x, x, { mask: cpu.ones([5, 5], { dtype: 'int32' }) }),
    ],
    [
      'MultiheadAttention options: expected options mask, paddingMask, isCausal, needWeights, averageWeights, got "attnMask"',
      TypeError,
      () => attention().forward(x, x, x, { attnMask: x } as never),
    ],
  ])('refuses: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})

describe('transformers', () => {
  const options = { layers: 2, feedforwardUnits: 8, batchFirst: true, activation: gelu } as const

  it('have weights of their own in every layer', () => {
    const encoder = new TransformerEncoder(4, 2, options)
    encoder.initialize({ rng: createRng(42), backend: cpu })
    const [first, second] = encoder.layers.map((layer) => layer.selfAttn.inProjWeight!.data)
    expect(first!.equals(second!)).toBe(false)
    expect(first!.std().allClose(second!.std(), { rtol: 0.3 })).toBe(true)
  })

  it('are causal through all layers', () => {
    const encoder = new TransformerEncoder(4, 2, { ...options, normFirst: true }).eval()
    encoder.initialize({ rng: createRng(42) })
    const whole = encoder.forward(x, { isCausal: true })
    const start = encoder.forward(x.slice(null, [0, 2]), { isCausal: true })
    expect(whole.slice(null, [0, 2]).allClose(start, { atol: 1e-5 })).toBe(true)
    expect(encoder.forward(x).slice(null, [0, 2]).allClose(start, { atol: 1e-5 })).toBe(false)
  })

  it('drop out in training, each place with masks of its own', () => {
    const encoder = new TransformerEncoder(4, 2, { ...options, dropout: 0.5, rng })
    encoder.initialize({ rng: createRng(42) })
    const [a, b] = [encoder.forward(x), encoder.forward(x)]
    expect(a.equals(b)).toBe(false)
    encoder.eval()
    expect(encoder.forward(x).equals(encoder.forward(x))).toBe(true)
    expect(() => new TransformerEncoder(4, 2, options).forward(x)).toThrow(/expected an initializer/)
  })

  it('attend to a memory of another length, but for its padding', () => {
    const decoder = new TransformerDecoder(4, 2, { ...options, finalNorm: true }).eval()
    decoder.initialize({ rng: createRng(42) })
    const memory = cpu.normal(rng, [2, 3, 4])
    const padded = concat([memory, cpu.full([2, 1, 4], 9)], 1)
    const memoryPaddingMask = bool([
      [false, false, false, true],
      [false, false, false, true],
    ])
    const y = decoder.forward(x, memory)
    expect(decoder.forward(x, padded, { memoryPaddingMask }).allClose(y, { atol: 1e-5 })).toBe(true)
    expect(decoder.forward(x, padded).allClose(y, { atol: 1e-5 })).toBe(false)
  })

  it('say what is missing: an rng in training, a memory', () => {
    const encoder = new TransformerEncoder(4, 2, options)
    encoder.initialize({ rng: createRng(42) })
    expect(() => encoder.forward(x)).toThrow(
      'layers.0.selfAttn.dropout (Dropout): expected an rng in training, got none; pass { rng: createRng(42) }',
    )
    const decoder = new TransformerDecoder(4, 2, options)
    decoder.initialize({ rng: createRng(42) })
    expect(() => decoder.forward(x, undefined as never)).toThrow(
      'layers.0 (TransformerDecoderLayer): expected a memory to be a tensor, got undefined',
    )
    expect(() => new TransformerEncoder(4, 2, { numLayers: 2 } as never)).toThrow(
      /TransformerEncoder: expected options .*, got "numLayers"; did you mean "layers"\?/,
    )
  })
})
