import { createRngs, foldPath, type Rngs } from '@nn/random/flax'
import { bernoulli, type JaxKey, key, keyData } from '@nn/random/jax'
import { ArgReader } from '../../golden/args.ts'
import type { Computed, Framework } from '../../golden/framework.ts'
import { type Expected, expectedOf, type GoldenCase } from '../../golden/golden.ts'
import { at, present } from '../../golden/present.ts'
import { product } from '../jax/array.ts'
import { initializerOf } from '../jax/initializers.ts'
import { seedOf } from '../jax/seed.ts'
import { networkWeights } from './layers.ts'

/** An initializer's name and its Python arguments. */
type Init = readonly [string, Readonly<Record<string, unknown>>]

/** How the parameters of a model are made, as its file tells it. */
interface Rules {
  /** Initializers that are not the layer's default, by parameter path. */
  readonly inits: Readonly<Record<string, Init>>
  /** Parameters whose initializer sees a matrix: how many of their axes go in. */
  readonly flat: Readonly<Record<string, number>>
  /** Orthogonal parameters. */
  readonly orth: readonly string[]
}

/** The defaults of Flax's layers by the parameter's own name. */
const DEFAULTS: Readonly<Record<string, Init>> = {
  kernel: ['lecun_normal', {}],
  bias: ['zeros', {}],
  scale: ['ones', {}],
  mean: ['zeros', {}],
  var: ['ones', {}],
  negative_slope: ['constant', { value: 0.01 }],
}

function readRules(args: ArgReader): Rules {
  return { inits: args.take('inits', {}), flat: args.take('flat', {}), orth: args.take('orth', []) }
}

/** `encoder/in/kernel` as the module's path and the parameter's name; `batch_stats:mean` is in a collection of its own. */
function parsePath(path: string): { scope: string[]; name: string } {
  const names = path.replace(/^\w+:/, '').split('/')
  return { scope: names.slice(0, -1), name: at(names, -1) }
}

function initialize(expected: Expected, draw: () => JaxKey, rules: Rules): Computed {
  const { shape, dtype } = expected
  const path = present(expected.name, 'name')
  const { name } = parsePath(path)
  const init = rules.inits[path] ?? (rules.orth.includes(path) ? ['orthogonal', {}] : DEFAULTS[name])
  const initializer = init && initializerOf(init[0], dtype)
  if (!initializer) throw new Error(`${path}: no initializer known`)
  const axes = rules.flat[path]
  const seen = axes === undefined ? shape : [product(shape.slice(0, axes)), product(shape.slice(axes))]
  const args = new ArgReader(init[1])
  const values = initializer(args, { key: draw(), shape: seen, dtype, jit: false })
  args.done()
  return { name: path, values }
}

/** Whether all initializers are those of the layers; the one that files name is that of embeddings. */
function hasDefaults({ inits, flat, orth }: Rules): boolean {
  const named = Object.keys(inits).filter((path) => parsePath(path).name !== 'embedding')
  return named.length === 0 && Object.keys(flat).length === 0 && orth.length === 0
}

/** Paths in the order of the parameters of each module: biases last. */
function kernelsFirst(expected: readonly Expected[]): string[] {
  const paths = expected.map(({ name }) => present(name, 'name'))
  return [...paths.filter((path) => !path.endsWith('bias')), ...paths.filter((path) => path.endsWith('bias'))]
}

/** linen: a parameter's key comes from its path and its number in the module. */
function linen(golden: GoldenCase, args: ArgReader): Computed[] {
  const root = key(seedOf(golden.seed))
  const rules = readRules(args)
  const numbers = args.take<Record<string, number>>('k', {})
  const separator = args.take('separator', false)
  const isPlain = hasDefaults(rules) && Object.keys(numbers).length === 0
  const paths = kernelsFirst(expectedOf(golden))
  const known = isPlain ? networkWeights(golden, 'linen', paths, separator) : undefined
  if (known) return known
  return expectedOf(golden).map((expected) => {
    const { scope, name } = parsePath(present(expected.name, 'name'))
    const number = numbers[present(expected.name, 'name')] ?? (name === 'bias' ? 2 : 1)
    return initialize(expected, () => foldPath(root, [...scope, number], { separator }), rules)
  })
}

/** nnx: the parameters draw one after the other, in the order that `args.order` gives. */
function nnx(golden: GoldenCase, args: ArgReader): Computed[] {
  const stream = createRngs(seedOf(golden.seed)).stream()
  const rules = readRules(args)
  const expected = new Map(expectedOf(golden).map((tensor) => [present(tensor.name, 'name'), tensor]))
  const order = args.take<string[]>('order', [])
  const known = hasDefaults(rules) ? networkWeights(golden, 'nnx', order, false) : undefined
  if (known) return known
  return order.map((path) => {
    const key = stream.nextKey()
    const tensor = expected.get(path)
    if (!tensor) throw new Error(`${path}: in args.order, but not in the tensors`)
    return initialize(tensor, () => key, rules)
  })
}

/** The keys that `rngs.name()` gives; the tensors are called after the stream, with a number behind. */
function nnxRngs(golden: GoldenCase, args: ArgReader): Computed[] {
  const named = Object.keys(golden.args).map((name) => [name, args.number(name, Number.NaN)])
  const rngs: Rngs = createRngs({ default: seedOf(golden.seed), ...Object.fromEntries(named) })
  return expectedOf(golden).map(({ name }) => ({
    name: present(name, 'name'),
    values: keyData(rngs.stream(present(name, 'name').replace(/\d+$/, '')).nextKey()),
  }))
}

/** Dropout of ones: the mask is drawn with the first key of the dropout collection. */
function dropout(golden: GoldenCase, args: ArgReader): Computed[] {
  const keep = 1 - args.number('rate', Number.NaN)
  const mask = new Float32Array(product(args.take<number[]>('shape', [])))
  bernoulli(foldPath(key(seedOf(golden.seed)), [1]), mask, { p: keep })
  return [{ name: present(at(expectedOf(golden), 0).name, 'name'), values: mask.map((kept) => kept / keep) }]
}

const PROGRAMS: Readonly<Record<string, (golden: GoldenCase, args: ArgReader) => Computed[]>> = {
  'flax.linen.Dropout': dropout,
  'flax.nnx.Rngs': nnxRngs,
}

/** Flax: the parameters of linen's and nnx's models. */
export const flax: Framework = (golden) => {
  const run =
    PROGRAMS[golden.op] ??
    (golden.op.startsWith('flax.linen.') ? linen : golden.op.startsWith('flax.nnx.') ? nnx : undefined)
  if (!run) return 'unknown'
  const args = new ArgReader(golden.args)
  const computed = run(golden, args)
  args.done()
  return computed
}
