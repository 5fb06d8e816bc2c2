// Models in the ONNX format, written field by field (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

/** The bytes of parts, one after the other. */
function bytes(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function varint(n) {
  const out = []
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.of(...out, rest)
    out.push((rest % 128) | 128)
  }
}

const integer = (field, n) => bytes(varint(field * 8), varint(n))
const block = (field, content) => bytes(varint(field * 8 + 2), varint(content.length), content)
const text = (field, s) => block(field, new TextEncoder().encode(s))

/** An attribute: a number is a float, an integer or an array of integers. */
const attribute = ([name, kind, value]) =>
  block(
    5,
    kind === 'ints'
      ? bytes(text(1, name), ...value.map((n) => integer(8, n)), integer(20, 7))
      : bytes(text(1, name), integer(3, value), integer(20, 2)),
  )

const node = ({ op, inputs, outputs, attributes = [] }) =>
  block(
    1,
    bytes(
      ...inputs.map((name) => text(1, name)),
      ...outputs.map((name) => text(2, name)),
      text(4, op),
      ...attributes.map(attribute),
    ),
  )

const initializer = ([name, { shape, data }]) =>
  block(
    5,
    bytes(
      ...shape.map((n) => integer(1, n)),
      integer(2, 1),
      text(8, name),
      block(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ),
  )

const value = (field, name, shape) => {
  const dims = bytes(...shape.map((n) => block(1, integer(1, n))))
  return block(field, bytes(text(1, name), block(2, block(1, bytes(integer(1, 1), block(2, dims))))))
}

/** A model of float32 tensors with one output. */
function model({ nodes, weights = {}, inputs = {}, output }) {
  const graph = bytes(
    ...nodes.map(node),
    text(2, 'graph'),
    ...Object.entries(weights).map(initializer),
    ...Object.entries(inputs).map(([name, shape]) => value(11, name, shape)),
    value(12, output[0], output[1]),
  )
  return bytes(integer(1, 8), block(7, graph), block(8, bytes(text(1, ''), integer(2, 17))))
}

const random = (op, count) =>
  model({
    nodes: [{ op, inputs: [], outputs: ['y'], attributes: [['shape', 'ints', [count]]] }],
    output: ['y', [count]],
  })

const gemm = (inputs, outputs) => ({ op: 'Gemm', inputs, outputs, attributes: [['transB', 'int', 1]] })

/** The workloads of either runtime. */
export function workloads(ort, options) {
  const session = (file) => ort.InferenceSession.create(file, options)
  const tensor = (data, shape) => new ort.Tensor('float32', data, shape)
  const linear = async ({ batch, inputs, units, weight, bias, x }) => {
    const file = model({
      nodes: [gemm(['x', 'w', 'b'], ['z']), { op: 'Relu', inputs: ['z'], outputs: ['y'] }],
      weights: { w: { shape: [units, inputs], data: weight }, b: { shape: [units], data: bias } },
      inputs: { x: [batch, inputs] },
      output: ['y', [batch, units]],
    })
    const [run, feed] = [await session(file), { x: tensor(x, [batch, inputs]) }]
    return () => run.run(feed)
  }
  const draw =
    (op) =>
    async ({ count }) => {
      const run = await session(random(op, count))
      return () => run.run({})
    }
  const convolution = async ({ channels, units, length, kernel, groups, x, weight, bias }) => {
    const pad = (kernel - 1) / 2
    const file = model({
      nodes: [
        {
          ...{ op: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['z'] },
          attributes: [
            ['kernel_shape', 'ints', [kernel, kernel]],
            ['pads', 'ints', [pad, pad, pad, pad]],
            ['group', 'int', groups],
          ],
        },
        { op: 'Relu', inputs: ['z'], outputs: ['y'] },
      ],
      weights: {
        w: { shape: [units, channels / groups, kernel, kernel], data: weight },
        b: { shape: [units], data: bias },
      },
      inputs: { x: [1, channels, length, length] },
      output: ['y', [1, units, length, length]],
    })
    const [run, feed] = [await session(file), { x: tensor(x, [1, channels, length, length]) }]
    return () => run.run(feed)
  }
  /** Nodes in turn from x to y, over vectors or a square matrix. */
  const inTurn =
    (nodes, rank = 1) =>
    async ({ count, x }) => {
      const shape = rank === 1 ? [count] : [Math.sqrt(count), Math.sqrt(count)]
      const named = nodes.map(({ op, other }, i) => ({
        op,
        inputs: [i === 0 ? 'x' : `v${i}`, ...(other === undefined ? [] : [other])],
        outputs: [i === nodes.length - 1 ? 'y' : `v${i + 1}`],
      }))
      const given = { factor: 0.9, summand: 0.1 }
      const weights = Object.fromEntries(
        nodes.flatMap(({ other }) =>
          other === undefined ? [] : [[other, { shape: [1], data: new Float32Array([given[other]]) }]],
        ),
      )
      const run = await session(model({ nodes: named, weights, inputs: { x: shape }, output: ['y', shape] }))
      const feed = { x: tensor(x, shape) }
      return () => run.run(feed)
    }
  const steps = [
    { op: 'Mul', other: 'factor' },
    { op: 'Add', other: 'summand' },
  ]
  return {
    uniform: draw('RandomUniform'),
    'fill-4': draw('RandomUniform'),
    'fill-64': draw('RandomUniform'),
    'fill-2048': draw('RandomUniform'),
    depthwise: convolution,
    pointwise: convolution,
    relu: inTurn([{ op: 'Relu' }]),
    softmax: inTurn([{ op: 'Softmax' }], 2),
    chain: inTurn(Array.from({ length: 5 }, () => steps).flat()),
    normal: draw('RandomNormal'),
    'linear-1': linear,
    'linear-64': linear,
    'mm-512': async ({ size, a, b }) => {
      const shape = [size, size]
      const nodes = [{ op: 'MatMul', inputs: ['a', 'b'], outputs: ['y'] }]
      const run = await session(model({ nodes, inputs: { a: shape, b: shape }, output: ['y', shape] }))
      const feed = { a: tensor(a, shape), b: tensor(b, shape) }
      return () => run.run(feed)
    },
    mask: async ({ count, x }) => {
      const nodes = [
        { op: 'Abs', inputs: ['x'], outputs: ['a'] },
        { op: 'GreaterOrEqual', inputs: ['a', 'limit'], outputs: ['m'] },
        { op: 'Cast', inputs: ['m'], outputs: ['f'], attributes: [['to', 'int', 1]] },
        { op: 'Mul', inputs: ['x', 'f'], outputs: ['y'] },
      ]
      const weights = { limit: { shape: [1], data: new Float32Array([5]) } }
      const run = await session(model({ nodes, weights, inputs: { x: [count] }, output: ['y', [count]] }))
      const feed = { x: tensor(x, [count]) }
      return () => run.run(feed)
    },
    'tiny-mlp': async ({ x, w1, b1, w2, b2 }) => {
      const file = model({
        nodes: [
          gemm(['x', 'w1', 'b1'], ['h']),
          { op: 'Relu', inputs: ['h'], outputs: ['r'] },
          gemm(['r', 'w2', 'b2'], ['y']),
        ],
        weights: {
          w1: { shape: [8, 4], data: w1 },
          b1: { shape: [8], data: b1 },
          w2: { shape: [1, 8], data: w2 },
          b2: { shape: [1], data: b2 },
        },
        inputs: { x: [2, 4] },
        output: ['y', [2, 1]],
      })
      const [run, feed] = [await session(file), { x: tensor(x, [2, 4]) }]
      return () => run.run(feed)
    },
  }
}
