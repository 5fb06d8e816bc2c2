import { cpu } from '@nn/backend-cpu'
import { createJaxRng } from '@nn/random/jax'
import { createKerasRng, tensorflowBackend } from '@nn/random/keras'
import { createTorchRng } from '@nn/random/torch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flax } from '../src/dialects/flax/index.ts'
import { jax } from '../src/dialects/jax/index.ts'
import { keras } from '../src/dialects/keras/index.ts'
import { mxnet } from '../src/dialects/mxnet/index.ts'
import { tensorflow } from '../src/dialects/tensorflow/index.ts'
import { torch } from '../src/dialects/torch/index.ts'
import {
  constant,
  createRequest,
  type Initializer,
  type InitRequest,
  normal,
  scaled,
  uniform,
  varianceScaling,
  zeros,
} from '../src/index.ts'
import { toInitializer } from '../src/layer/index.ts'

const backend = tensorflowBackend
const DIALECTS = {
  torch: () => torch({ seed: 7 }),
  keras: () => keras({ seed: 7, backend }),
  tensorflow: () => tensorflow({ seed: 7 }),
  jax: () => jax({ seed: 7 }),
  flax: () => flax({ seed: 7 }),
  mxnet: () => mxnet({ seed: 7 }),
}
const EACH = Object.entries(DIALECTS)

/** A parameter of a network, as layers tell it. */
const parameter = (path: string, shape: readonly (number | null)[]) => ({
  path,
  shape,
  role: path.endsWith('bias') ? 'bias' : 'weight',
  axes: path.endsWith('bias') ? undefined : { out: 0, in: 1 },
  dtype: 'float32' as const,
  wanted: undefined as Initializer | undefined,
  source: 'default',
  fallback: path.endsWith('bias') ? zeros() : varianceScaling({ scale: 1 / 3, distribution: 'uniform' }),
})

describe.each(EACH)('%s', (name, open) => {
  it('has a name and forks', () => {
    const dialect = open()
    expect(dialect.name).toBe(name)
    const values = (from: typeof dialect) => from.normal_(cpu.zeros([40])).toNested()
    const fork = dialect.fork() as typeof dialect
    expect(values(fork)).toEqual(values(dialect))
    expect(values(dialect)).not.toEqual(values(open()))
  })

  it('draws what the same seed drew, in float64, too', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const draw = () => open().uniform_(cpu.zeros([3, 4], { dtype }), { low: -2, high: 5 })
      expect(draw().equals(draw())).toBe(true)
      expect(draw().ge(-2).all().item() && draw().le(5).all().item()).toBe(true)
    }
  })

  it('checks options as our factories do', () => {
    const dialect = open()
    expect(() => dialect.normal({ std: -1 })).toThrow('normal: expected std >= 0, got -1')
    expect(() => dialect.normal({ stdev: 1 } as never)).toThrow('did you mean "std"')
    expect(() => dialect.normal_(3 as never)).toThrow('normal_: expected a tensor or a parameter, got 3')
    expect(() => dialect.uniform_(cpu.zeros([2], { dtype: 'int32' }))).toThrow(
      `uniform_: expected float32 or float64 for ${name}.uniform, got int32`,
    )
  })

  it('has initializers that know their law, but are no data', () => {
    const init = open().xavierUniform({ gain: 2 })
    expect(init.config).toEqual({ name: `${name}.xavierUniform`, gain: 2 })
    expect(init.describe({ shape: [4, 8], fans: undefined })).toMatchObject({ mean: 0 })
    expect(init.describe({ shape: [4, 8], fans: undefined }).high).toBeCloseTo(2 * Math.sqrt(6 / 12), 6)
    expect(() => JSON.stringify(init)).toThrow('toJSON: expected a built-in initializer')
  })

  it('honours fans that are given', () => {
    const init = open().kaimingUniform()
    const request = { shape: [40, 50], backend: cpu, fans: { fanIn: 600, fanOut: 6 } }
    const w = init(createRequest(request))
    expect(Number(w.abs().max().item())).toBeLessThanOrEqual(Math.fround(0.1))
    expect(Number(w.abs().max().item())).toBeGreaterThan(0.09)
  })

  it('fills nothing of nothing', () => {
    expect(open().kaimingUniform_(cpu.zeros([0, 3])).shape).toEqual([0, 3])
  })

  it('keeps constants, and draws with its stream for all else', () => {
    const one = constant(1)
    const own = ({ rng, backend: where }: InitRequest) =>
      where.tensor(rng.uniform(new Float32Array(2)), { shape: [2, 1] })
    const wanted = [scaled(uniform(), 1), toInitializer(own), one]
    const layer = {
      path: '0',
      index: 0,
      takesSeed: false,
      parameters: wanted.map((init) => ({
        ...parameter('0.weight', [2, 1]),
        wanted: init,
        source: 'option',
      })),
    }
    const inits = [...open().adapt([layer]).values()]
    expect(inits[2]).toBe(one)
    for (const init of inits.slice(0, 2)) {
      expect(init.needs).toEqual([])
      const values = init(createRequest({ shape: [2, 1], backend: cpu })).toArray()
      expect([...values].every((value) => Number(value) >= 0 && Number(value) < 1)).toBe(true)
    }
  })
})

describe('the layout of kernels', () => {
  it.each(['keras', 'jax', 'flax', 'tensorflow'] as const)('%s draws them (…, in, out)', (name) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), (shape) => {
        const [out, ins, ...field] = shape as [number, number, ...number[]]
        const axes = { out: 0, in: 1 }
        const options = name === 'keras' || name === 'tensorflow' ? { seed: 3 } : {}
        const ours = DIALECTS[name]().uniform(options)(createRequest({ shape, axes, backend: cpu }))
        const plain = DIALECTS[name]().uniform(options)(
          createRequest({ shape: [...field, ins, out], backend: cpu }),
        )
        const order = [shape.length - 1, shape.length - 2, ...field.map((_, i) => i)]
        expect(ours.toNested()).toEqual(plain.permute(...order).toNested())
      }),
      { numRuns: 30 },
    )
  })

  it.each(['torch', 'mxnet'] as const)('%s draws them as they are', (name) => {
    const shape = [3, 2, 2]
    const ours = DIALECTS[name]().uniform()(createRequest({ shape, axes: { out: 0, in: 1 }, backend: cpu }))
    expect(ours.equals(DIALECTS[name]().uniform()(createRequest({ shape, backend: cpu })))).toBe(true)
  })
})

describe('what each says in its own way', () => {
  it('torch: fans of the first two axes, gains of its table', () => {
    const transposed = { in: 0, out: 1, transposed: true, stride: 2 }
    const init = torch({ seed: 1 }).kaimingUniform({ nonlinearity: 'tanh' })
    const { high } = init.describe({ shape: [4, 6, 3, 3], axes: transposed, fans: undefined })
    expect(high).toBeCloseTo(((5 / 3) * Math.sqrt(3)) / Math.sqrt(6 * 9), 12)
    // @ts-expect-error PyTorch has none of it
    expect(() => torch({ seed: 1 }).kaimingNormal({ nonlinearity: 'gelu' })).toThrow(
      'calculateGain: expected nonlinearity to be one of',
    )
    expect(() => torch({ seed: 1 }).xavierNormal_(cpu.zeros([3]))).toThrow(
      "xavierNormal_: expected at least 2 axes for PyTorch's fans, got shape [3]; use an initializer without fans",
    )
  })

  it('torch: one generator, which may be there already', () => {
    const rng = createTorchRng(5)
    const dialect = torch({ rng })
    expect(dialect.rng).toBe(rng)
    rng.uniform(new Float32Array(3))
    const after = createTorchRng(5)
    after.uniform(new Float32Array(3))
    const expected = after.normal(new Float32Array(20))
    expect(dialect.normal_(cpu.zeros([20])).toArray()).toEqual(expected)
    expect(
      dialect
        .sparse_(cpu.zeros([10, 4]), { sparsity: 0.3 })
        .eq(0)
        .sum()
        .item(),
    ).toBe(12)
    expect(() => dialect.sparse_(cpu.zeros([10]), { sparsity: 0.3 })).toThrow(
      'torch.sparse: expected a matrix, zeros by column, got shape [10] along column; use sparse of @nn/init',
    )
  })

  it.each(EACH.filter(([name]) => name !== 'mxnet'))('%s: orthogonal matrices', (_, open) => {
    const dialect = open() as ReturnType<typeof DIALECTS.torch>
    const tall = dialect.orthogonal_(cpu.zeros([6, 4]), { gain: 2 })
    expect(tall.transpose().matmul(tall).allClose(cpu.eye(4).mul(4), { atol: 1e-5 })).toBe(true)
    const { text } = dialect.orthogonal().describe({ shape: [6, 4], axes: undefined, fans: undefined })
    expect(text).toContain('within 4e-6 of LAPACK')
    expect(() => dialect.orthogonal_(cpu.zeros([3]))).toThrow(/expected at least 2 axes/)
    const wide = dialect.orthogonal_(cpu.zeros([3, 5]))
    expect(wide.matmul(wide.transpose()).allClose(cpu.eye(3), { atol: 1e-5 })).toBe(true)
  })

  it('keras: an initializer is seeded when it is made, and repeats itself', () => {
    const dialect = keras({ seed: 3, backend })
    const first = dialect.normal()
    const second = dialect.normal()
    const call = (init: typeof first) => init(createRequest({ shape: [4], backend: cpu })).toNested()
    expect(call(first)).toEqual(call(first))
    expect(call(first)).not.toEqual(call(second))
    const stream = dialect.normal({ seed: createKerasRng(1, { backend }) })
    expect(call(stream)).not.toEqual(call(stream))
  })

  it.each([
    ['one object that a program gives to two layers gives equal values', 'option', true],
    ['init and a rule stand for a name, of which each layer makes its own', 'init', false],
    ['init and a rule stand for a name, of which each layer makes its own', 'rule', false],
  ])('keras: %s (%s)', (_, source, isEqual) => {
    const shared = normal()
    const layers = ['0', '1'].map((path, index) => ({
      path,
      index,
      takesSeed: false,
      parameters: [{ ...parameter(`${path}.weight`, [3, 2]), wanted: shared, source }],
    }))
    const [first, second] = [...keras({ seed: 3, backend }).adapt(layers).values()]
    const request = createRequest({ shape: [3, 2], backend: cpu })
    expect(first!(request).equals(second!(request))).toBe(isEqual)
  })

  it('keras: no geometric mean of fans; mxnet: no cut', () => {
    expect(() => keras({ seed: 3, backend }).varianceScaling({ mode: 'fanGeoAvg' })).toThrow(
      "varianceScaling: expected a mode that Keras has, got fanGeoAvg; use 'fanAvg'",
    )
    expect(() => mxnet({ seed: 3 }).varianceScaling({ distribution: 'truncatedNormal' })).toThrow(
      'mxnet.varianceScaling: expected what MXNet has, got fanIn and truncatedNormal',
    )
    expect(() => mxnet({ seed: 3 }).xavierUniform_(cpu.zeros([3]))).toThrow(
      "xavierUniform_: expected at least 2 axes for MXNet's factor, got shape [3]; use an initializer without fans",
    )
  })

  it('jax: a draw takes fold_in(key, n)', () => {
    const dialect = jax({ seed: 3 })
    const values = [0, 1].map(() => dialect.normal_(cpu.zeros([5])).toArray())
    const rng = createJaxRng(3)
    expect(values).toEqual([rng.normal(new Float32Array(5)), rng.normal(new Float32Array(5))])
    expect(() => dialect.lecunNormal_(cpu.zeros([3]))).toThrow(
      "lecunNormal_: expected at least 2 axes for JAX's fans, got shape [3]; use an initializer without fans",
    )
  })

  it('jax: compiled, a normal law has one constant', () => {
    const draw = (jit: boolean) => jax({ seed: 3, jit }).normal_(cpu.zeros([1000]), { std: 0.3 })
    expect(draw(true).equals(draw(false))).toBe(false)
    expect(draw(true).allClose(draw(false), { atol: 1e-6 })).toBe(true)
  })

  it.each([
    ['jax', () => jax({ seed: 3 }), 'JAX', 'flax'],
    ['tensorflow', () => tensorflow({ seed: 3 }), 'TensorFlow', 'keras'],
  ])('%s: no layers, no defaults', (_, open, framework, cure) => {
    const layers = [
      {
        path: '0',
        kind: 'linear' as const,
        index: 0,
        takesSeed: false,
        parameters: [parameter('0.weight', [3, 2])],
      },
    ]
    expect(() => open().adapt(layers)).toThrow(
      `0.weight: expected an initializer, as ${framework} has no layers with defaults, got none; give init, a rule or an option, or take the dialect ${cure}`,
    )
  })

  it.each(EACH)('%s: a kind that there is not', (_, open) => {
    const layer = { path: '0', kind: 'linaer' as never, index: 0, takesSeed: false, parameters: [] }
    expect(() => open().adapt([layer])).toThrow(RangeError)
    expect(() => open().adapt([layer])).toThrow(/^0: expected kind to be one of .*; did you mean "linear"\?$/)
  })

  it('flax: one of two interfaces', () => {
    expect(() => flax({ seed: 3, api: 'haiku' as never })).toThrow(
      'flax: expected api to be one of linen, nnx, got "haiku"',
    )
    const layers = [{ path: '1', index: 0, takesSeed: true, parameters: [] }]
    expect(flax({ seed: 3 }).adapt(layers).size).toBe(0)
    expect(() => flax({ seed: 3, api: 'nnx' }).adapt(layers)).toThrow(
      "1: expected a layer that draws to be a dropout in nnx, got another; let it declare kind 'dropout', which takes one key",
    )
    const dialect = flax({ seed: 3, api: 'nnx' })
    dialect.adapt([{ path: '1', index: 0, kind: 'dropout', takesSeed: false, parameters: [] }])
    expect(dialect.rng.toJSON().call).toBe(1)
    expect(() => flax({ seed: { params: 1 } })).toThrow(
      "flax: expected one seed, got an object; take api 'nnx' for several streams",
    )
    expect(() => flax({ seed: { params: 1.5 }, api: 'nnx' })).toThrow(RangeError)
    expect(() => flax({ seed: 1, lstm: 'Lstm' as never })).toThrow('flax: expected lstm to be one of')
    expect(() => flax({ seed: 1, scope: 'x' as never })).toThrow('flax: expected scope to be a function')
  })
})
