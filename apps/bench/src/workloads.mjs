// What is measured: the data that every library gets, and how seconds become the unit that is shown.

/** Reproducible values in [-1, 1). */
function values(count, scale = 1) {
  let state = 12345
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return scale * (state / 2 ** 31 - 1)
  })
}

const normal = (...shape) => ({ shape, law: 'normal' })
const zeros = (...shape) => ({ shape, law: 'zeros' })
const ones = (...shape) => ({ shape, law: 'ones' })

/** The parameters of GPT-2 small: 124,439,808. */
const gpt2 = [
  normal(50257, 768),
  normal(1024, 768),
  ...Array.from({ length: 12 }, () => [
    ...[ones(768), zeros(768), normal(2304, 768), zeros(2304), normal(768, 768), zeros(768)],
    ...[ones(768), zeros(768), normal(3072, 768), zeros(3072), normal(768, 3072), zeros(768)],
  ]).flat(),
  ...[ones(768), zeros(768)],
]

const nanoseconds = (count) => ({ unit: 'ns/value', from: (seconds) => (seconds * 1e9) / count })
const milliseconds = { unit: 'ms', from: (seconds) => seconds * 1e3 }
const microseconds = { unit: 'µs', from: (seconds) => seconds * 1e6 }
const gigaflops = (flops) => ({ unit: 'GFLOP/s', more: true, from: (seconds) => flops / seconds / 1e9 })

const linear = (batch) => ({
  size: `${batch} × 4096 → 4096`,
  ...gigaflops(2 * batch * 4096 * 4096),
  data: () => ({
    ...{ batch, inputs: 4096, units: 4096, weight: values(4096 * 4096, 0.02), bias: values(4096) },
    x: values(batch * 4096),
  }),
})

const orthogonal = (size) => ({ size: `${size} × ${size}`, ...milliseconds, data: () => ({ size }) })
const fills = { size: '10⁵', ...nanoseconds(1e5), data: () => ({ count: 1e5 }) }

/** A Llama of 1.06 · 10⁹ parameters, 2.11 GB of BF16. */
const billion = {
  ...{ model_type: 'llama', vocab_size: 32000, hidden_size: 2048, intermediate_size: 5632 },
  ...{ num_hidden_layers: 18, num_attention_heads: 16, tie_word_embeddings: false },
}
const BILLION_BYTES = 2 * (2 * 32000 * 2048 + 18 * (4 * 2048 ** 2 + 3 * 2048 * 5632 + 2 * 2048) + 2048)

const checkpoint = (recipe) => ({
  size: `1.06 B, BF16, ${recipe}`,
  ...{ unit: 'MB/s', more: true, from: (seconds) => BILLION_BYTES / seconds / 1e6 },
  data: () => ({ config: billion, recipe }),
  ...{ rounds: 1, slow: ['ours'], node: true, alone: true },
})

/** What has to grow linearly, per unit of its growth. */
const cost = (size, count) => ({
  size,
  ...nanoseconds(count),
  rounds: 3,
  alone: true,
  data: () => ({ count }),
})

/** Many small objects and functions: a full collection also throws away code that V8 has compiled for them, which no program asks for. */
const SMALL = { collect: 'minor' }

/** Engines take longer to compile what a step runs through. */
const LONG = { ...SMALL, warm: 0.8, budget: 0.05, rounds: 31 }

const million = { size: '10⁶', ...nanoseconds(1e6), data: () => ({ count: 1e6, x: values(1e6) }) }

/** One fill of a few values, whose cost is that of the call. */
const call = (count) => ({
  size: `${count} values`,
  unit: 'ns/call',
  from: (seconds) => seconds * 1e9,
  ...SMALL,
  data: () => ({ count }),
})

/** The weights of a network of dense layers, all of which start again and are read. */
const layers = (...shapes) => ({ ...SMALL, data: () => ({ shapes }) })

/** A convolution with bias and relu over one image of `length` × `length`, padded so that the length stays. */
const convolution = ({ channels, units, length, kernel, groups = 1 }) => ({
  ...gigaflops((2 * units * length ** 2 * channels * kernel ** 2) / groups),
  data: () => ({
    ...{ channels, units, length, kernel, groups, bias: values(units) },
    ...{ x: values(channels * length ** 2), weight: values((units * channels * kernel ** 2) / groups) },
  }),
})

/** A training step: forward, gradients, SGD; in Node, as peers in a page take seconds. */
const step = (size) => ({ size, ...milliseconds, ...LONG, data: () => ({}) })

/** How many times longer a training step takes than the forward of who only wants the result. */
const training = (size) => ({ size, unit: 'forwards', from: (times) => times, rounds: 3, data: () => ({}) })

/**
 * `rounds` is how often each is measured, `slow` are those that are measured once. What needs files has
 * `node`, and is not run in a page; what no peer does is `alone`.
 */
export const workloads = {
  uniform: fills,
  normal: fills,
  'truncated-normal': fills,
  'fill-4': call(4),
  'fill-64': call(64),
  'fill-2048': call(2048),
  'init-chapter': { size: '4 → 8 → 1', ...microseconds, ...layers([8, 4], [1, 8]) },
  'init-small': {
    size: '100 × Dense(64)',
    ...milliseconds,
    ...layers(...Array.from({ length: 100 }, () => [64, 64])),
  },
  'gpt2-init': {
    size: '124 M',
    ...milliseconds,
    ...{ rounds: 3, slow: ['by hand', 'tfjs-cpu'] },
    data: () => ({ shapes: gpt2 }),
  },
  'orthogonal-256': { ...orthogonal(256), rounds: 3 },
  'orthogonal-1024': { ...orthogonal(1024), rounds: 3, slow: ['ml-matrix', 'numpy-ts'] },
  'linear-1': linear(1),
  'linear-64': { ...linear(64), rounds: 5 },
  'mm-512': {
    size: '512 × 512 × 512',
    ...gigaflops(2 * 512 ** 3),
    data: () => ({ size: 512, a: values(512 * 512), b: values(512 * 512) }),
  },
  depthwise: {
    size: '144 × 56 × 56, 3 × 3',
    ...convolution({ channels: 144, units: 144, length: 56, kernel: 3, groups: 144 }),
  },
  pointwise: {
    size: '96 → 24, 56 × 56',
    ...convolution({ channels: 96, units: 24, length: 56, kernel: 1 }),
  },
  mask: { size: '10⁵', ...nanoseconds(1e5), data: () => ({ count: 1e5, x: values(1e5, 10) }) },
  relu: million,
  softmax: { ...million, size: '1000 × 1000' },
  chain: { ...million, size: '10⁶, 10 results' },
  'step-tiny': {
    size: '2 → 16 → 1, batch 64',
    ...microseconds,
    ...LONG,
    data: () => ({ x: values(128), w1: values(32), w2: values(16) }),
  },
  'step-mlp': step('784 → 256 → 256 → 10, batch 128'),
  'step-cnn': step('2 convolutions, 32 × 28 × 28'),
  'step-transformer': step('2 layers of 128, 8 × 64'),
  'step-lstm': step('32 units, 32 × 16'),
  'training-mlp': training('as step-mlp'),
  'training-transformer': training('as step-transformer'),
  'seed-1b': checkpoint('llama'),
  'seed-1b-torch': checkpoint('transformers'),
  'doctor-1b': checkpoint('llama'),
  'cost-rules': cost('1000 rules, 1000 layers', 1000),
  'cost-nested': cost('1000 levels', 1000),
  'cost-shared': cost('shared twice at 20 levels', 20),
  'cost-arange': cost('10⁷', 1e7),
  'cost-given': { ...cost('20 000 × 100', 2e6), data: () => ({ count: 2e4 }) },
  'cost-text-seed': cost('10⁶ letters', 1e6),
  'cost-header': cost('20 000 tensors', 2e4),
  'tiny-mlp': {
    size: '2 × 4 → 8 → 1',
    ...microseconds,
    ...SMALL,
    data: () => ({
      x: values(8),
      w1: values(32),
      b1: new Float32Array(8),
      w2: values(8),
      b2: new Float32Array(1),
    }),
  },
}
