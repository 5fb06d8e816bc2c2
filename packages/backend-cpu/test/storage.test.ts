import {
  concat,
  convolve,
  convolveTransposed,
  into,
  linear,
  meanSquare,
  moments,
  stack,
  standardize,
  Tensor,
  where,
} from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

declare const structuredClone: (value: unknown, options: { transfer: unknown[] }) => unknown

/** A tensor whose buffer was given away, as to a worker. */
function gone(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): Tensor {
  const x = cpu.zeros(shape, { dtype })
  structuredClone(x.data.buffer, { transfer: [x.data.buffer] })
  return x
}

const LOST =
  /^tensor: expected the elements of shape \[[\d, ]*\], got a buffer that was transferred or shrunk; transfer the buffer of a clone\(\) instead$/

/** Every method of a tensor, by how it is called where that is not without arguments. */
const METHODS: Readonly<Record<string, (x: Tensor) => unknown>> = {
  __proto__: null as never,
  at: (x) => x.at(0),
  slice: (x) => x.slice(null, 0),
  permute: (x) => x.permute(1, 0),
  reshape: (x) => x.reshape(-1),
  expand: (x) => x.expand(2, ...x.shape),
  unsqueeze: (x) => x.unsqueeze(0),
  item: (x) => x.item(),
  set: (x) => x.set([0], 1),
  fill_: (x) => x.fill_(1),
  copy_: (x) => x.copy_(1),
  cast: (x) => x.cast('float64'),
  equals: (x) => x.equals(cpu.zeros(x.shape)),
  allClose: (x) => x.allClose(0),
  matmul: (x) => x.matmul(x.transpose()),
  clamp: (x) => x.clamp(0, 1),
  softmax: (x) => x.softmax(1),
  logSoftmax: (x) => x.logSoftmax(1),
  unfold: (x) => x.unfold(0, 1),
  pad: (x) => x.pad([[1, 1]]),
  take: (x) => x.take(cpu.zeros([1], { dtype: 'int32' })),
  [Symbol.toPrimitive.toString()]: (x) => `${x}`,
}
const BINARY =
  /^(add|sub|mul|div|pow|remainder|maximum|minimum)_?$|^(eq|ne|lt|le|gt|ge|logicalAnd|logicalOr|logicalXor)$/

const names = Reflect.ownKeys(Tensor.prototype).filter((name) => {
  const { value } = Reflect.getOwnPropertyDescriptor(Tensor.prototype, name) ?? {}
  return typeof value === 'function' && !['constructor', 'make'].includes(String(name))
})

describe.each([[[2, 3]], [[64, 300]]])('elements that are gone, of shape %j', (shape) => {
  it.each(names.map(String))('are missed by %s', (name) => {
    const call = METHODS[name] ?? (BINARY.test(name) ? call2(name) : undefined)
    const run = call ?? ((x: Tensor) => (x as unknown as Record<string, () => unknown>)[name]?.())
    const isSymbol = name.startsWith('Symbol(nodejs')
    expect(() => (isSymbol ? String(gone(shape)) : run(gone(shape)))).toThrow(LOST)
    expect(() => (isSymbol ? String(gone(shape)) : run(gone(shape)))).toThrow(TypeError)
  })

  const x = cpu.ones(shape)
  const square = cpu.ones([shape[1]!, shape[1]!])
  const image = cpu.ones([1, 1, ...shape])
  const kernel = cpu.ones([1, 1, 2, 2])
  it.each<[string, () => unknown]>([
    ['the right operand', () => x.add(gone(shape))],
    ['the right operand in place', () => x.add_(gone(shape))],
    ['the right operand of a question', () => x.gt(gone(shape))],
    ['the right factor', () => x.matmul(gone(square.shape))],
    ['a source', () => x.copy_(gone(shape))],
    ['a value of set', () => x.set([0], gone([shape[1]!]))],
    ['a comparison', () => x.equals(gone(shape))],
    ['closeness', () => x.allClose(gone(shape))],
    ['indices', () => x.take(gone([2], 'int32'))],
    ['a condition', () => where(gone(shape, 'bool'), x, 0)],
    ['a choice', () => where(x.gt(0), x, gone(shape))],
    ['a part', () => concat([x, gone(shape)])],
    ['a layer', () => stack([x, gone(shape)])],
    ['a target', () => into(gone(shape), 'neg', x)],
    ['an operand of into', () => into(x, 'neg', gone(shape))],
    ['an input', () => linear(gone(shape), square)],
    ['a weight', () => linear(x, gone(square.shape))],
    ['a bias', () => linear(x, square, gone([shape[1]!]))],
    ['an image', () => convolve(gone(image.shape), kernel)],
    ['a kernel', () => convolve(image, gone(kernel.shape))],
    ['a bias of channels', () => convolve(image, kernel, gone([1]))],
    ['a transposed image', () => convolveTransposed(gone(image.shape), kernel)],
    ['a transposed kernel', () => convolveTransposed(image, gone(kernel.shape))],
    ['moments', () => moments(gone(shape), 1)],
    ['mean squares', () => meanSquare(gone(shape), 1)],
    ['what is standardized', () => standardize(gone(shape), { factor: x })],
    ['a factor', () => standardize(x, { factor: gone(shape) })],
    ['a mean', () => standardize(x, { factor: x, mean: gone(shape) })],
  ])('are missed as %s', (_, run) => expect(run).toThrow(LOST))
})

describe('a buffer that changes its size', () => {
  type Resizable = ArrayBuffer & { resize(bytes: number): void }
  const resizable = (bytes: number): Resizable =>
    new (ArrayBuffer as unknown as new (bytes: number, options: object) => Resizable)(bytes, {
      maxByteLength: 4 * bytes,
    })

  it.each<[string, (data: Float32Array) => Tensor]>([
    ['tensor', (data) => cpu.tensor(data, { copy: false })],
    ['new Tensor', (data) => new Tensor({ backend: cpu, data, shape: [4] })],
  ])('is noticed by tensors of %s', (_, make) => {
    for (const view of [(b: Resizable) => new Float32Array(b), (b: Resizable) => new Float32Array(b, 0, 4)]) {
      const buffer = resizable(16)
      const data = view(buffer)
      const x = make(data)
      x.fill_(3)
      expect(data[0]).toBe(3)
      buffer.resize(32)
      expect(x.add(1).toNested()).toEqual([4, 4, 4, 4])
      buffer.resize(12)
      expect(() => x.add(1)).toThrow(LOST)
      expect(() => String(x)).toThrow(LOST)
      buffer.resize(16)
      expect(x.toNested()).toEqual([3, 3, 3, 0])
    }
  })

  it('is no loss where there was nothing', () => {
    const empty = gone([0, 3])
    expect(empty.add(1).shape).toEqual([0, 3])
    expect(String(empty)).toContain('shape=[0, 3]')
  })
})

function call2(name: string): (x: Tensor) => unknown {
  return (x) => (x as unknown as Record<string, (other: number) => unknown>)[name]!(2)
}
