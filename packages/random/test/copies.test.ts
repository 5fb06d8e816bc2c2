import { describe, expect, it, vi } from 'vitest'

/** The package as a program has it that installed it once more. */
async function load() {
  vi.resetModules()
  return {
    ...(await import('../src/index.ts')),
    jax: await import('../src/frameworks/jax/index.ts'),
    keras: await import('../src/frameworks/keras/index.ts'),
    numpy: await import('../src/frameworks/numpy/index.ts'),
    tf: await import('../src/frameworks/tensorflow/index.ts'),
    torch: await import('../src/frameworks/torch/index.ts'),
  }
}

const [one, other] = [await load(), await load()]

describe('two copies of the package', () => {
  it('are two', () => {
    expect(one.createRng).not.toBe(other.createRng)
    expect(new other.numpy.PCG64(1)).not.toBeInstanceOf(one.numpy.PCG64)
  })

  it('know each other’s streams', () => {
    for (const rng of [other.createRng(1), other.torch.createTorchRng(1), other.numpy.createNumpyRng(1)])
      expect(one.isRng(rng)).toBe(true)
  })

  it('go on from each other’s states', () => {
    const rng = other.createRng(1).at('a')
    expect(one.rngFromJSON(rng.toJSON()).uniform(new Float32Array(3))).toEqual(
      rng.uniform(new Float32Array(3)),
    )
  })

  it('fill on each other’s threads', () => {
    const threads = other.startThreads(2)
    const fill = (rng = one.createRng(1)) => rng.normal(new Float32Array(70000))
    expect(fill(one.createRng(1, { threads }))).toEqual(fill())
  })

  it('draw with each other’s keys, seed sequences, bit generators and backends', () => {
    const out = () => new Float32Array(3)
    expect(one.jax.normal(other.jax.key(1), out())).toEqual(one.jax.normal(one.jax.key(1), out()))
    const { numpy } = one
    const expected = numpy.createNumpyRng(1).normal(out())
    expect(new numpy.Generator(new other.numpy.PCG64(1)).normal(out())).toEqual(expected)
    expect(numpy.createNumpyRng(new other.numpy.SeedSequence(1)).normal(out())).toEqual(expected)
    const legacy = new numpy.RandomState(new other.numpy.MT19937(1))
    expect(legacy.clone().rand(out())).toEqual(legacy.rand(out()))
    const backend = other.keras.tensorflowBackend
    expect(one.keras.createKerasRng(1, { backend }).normal(out())).toEqual(
      one.tf.statelessNormal([1, 0], out()),
    )
  })

  it('take the places of zeros from each other', () => {
    const sparse = (places: ReturnType<typeof one.torch.createTorchRng>) =>
      one.torch.createTorchRng(1).sparse(new Float32Array(12), { shape: [4, 3], sparsity: 0.5, places })
    expect(sparse(other.torch.createTorchRng(2))).toEqual(sparse(one.torch.createTorchRng(2)))
  })
})
