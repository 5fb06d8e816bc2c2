import { calculateGain, type TorchNonlinearity } from '@nn/init'
import { camelCase } from '@nn/layers'
import { createTorchRng, type TorchRng } from '@nn/random/torch'
import { ArgReader } from '../../golden/args.ts'
import type { Framework, Outcome, Values } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { at, present } from '../../golden/present.ts'
import { numberOf } from '../../golden/read.ts'
import { runFlow } from './flow.ts'
import { INITS, normal, rounding, uniform } from './init.ts'
import { layerOf } from './layers.ts'
import { floatOptions, floatsOf, layoutOptions, logical, storageOf, type Tensor, tensorOf } from './tensor.ts'

/** An op that fills one tensor. */
type Op = (rng: TorchRng, target: Tensor, args: ArgReader) => Values

/** Means or deviations: one, or a list that is repeated. */
function repeated(value: number | readonly number[], count: number, times: number): Float64Array | undefined {
  if (typeof value === 'number') return undefined
  if (value.length * times !== count)
    throw new RangeError(`expected ${count} values, got ${times} times ${value.length}`)
  return Float64Array.from({ length: count }, (_, i) => present(value[i % value.length], 'value'))
}

/** `torch.normal`: where mean or std is a tensor, they are applied one by one, each rounded. */
function normalOf(rng: TorchRng, target: Tensor, args: ArgReader): Values {
  const [mean, std] = [args.take<number | number[]>('mean', 0), args.take<number | number[]>('std', 1)]
  const times = args.number('repeat', 1)
  const means = repeated(mean, target.storage, times)
  const stds = repeated(std, target.storage, times)
  if (!means && !stds) return normal(rng, target, numberOf(mean), numberOf(std))
  const round = rounding(target.dtype)
  const out = normal(rng, target, 0, stds ? 1 : numberOf(std))
  for (let i = 0; i < out.length; i++) {
    const scaled = stds ? round(at(out, i) * round(at(stds, i))) : at(out, i)
    out[i] = round(scaled + round(means ? at(means, i) : numberOf(mean)))
  }
  return out
}

/** A bound of an integer range: a number, or digits beyond 2⁵³. */
function bound(args: ArgReader, name: string): bigint | undefined {
  const value = args.take<number | string | null>(name, null)
  return value === null ? undefined : BigInt(value)
}

function integers(rng: TorchRng, target: Tensor, low: bigint, high: bigint): Values {
  return logical(rng.integers(storageOf(target), { low, high, ...layoutOptions(target) }), target)
}

function random(rng: TorchRng, target: Tensor, args: ArgReader): Values {
  const [from, to] = [bound(args, 'from'), bound(args, 'to')]
  // With one argument it is the upper end.
  if (to !== undefined) return integers(rng, target, from ?? 0n, to)
  if (from !== undefined) return integers(rng, target, 0n, from)
  const dtype = /^(bool|bfloat16|float16)$/.exec(target.dtype)?.[0] as
    | 'bool'
    | 'bfloat16'
    | 'float16'
    | undefined
  const out = rng.random(storageOf(target), { ...layoutOptions(target), ...(dtype ? { dtype } : {}) })
  return logical(out, target)
}

function bernoulli(rng: TorchRng, target: Tensor, p: number | Float32Array | Float64Array): Values {
  const out = storageOf(target)
  if (!(out instanceof BigInt64Array))
    return logical(rng.bernoulli(out, { p, ...layoutOptions(target) }), target)
  return BigInt64Array.from(rng.bernoulli(new Uint8Array(out.length), { p }), BigInt)
}

/** `torch.bernoulli` of a tensor of probabilities. */
function bernoulliOf(rng: TorchRng, target: Tensor, args: ArgReader): Values {
  if (target.dtype !== 'float32' && target.dtype !== 'float64')
    throw new RangeError(`probabilities of dtype ${target.dtype}`)
  const p = args.take<number | number[]>('p', Number.NaN)
  const probabilities = floatsOf(target)
  if (Array.isArray(p)) probabilities.set(p)
  else probabilities.fill(p)
  return bernoulli(rng, target, probabilities)
}

/** Dropout of ones: the mask, divided by the share that stays, a number of float32 to half types. */
function dropout(rng: TorchRng, target: Tensor, args: ArgReader): Values {
  const p = args.number('p', 0.5)
  if (args.take('x', 'ones') !== 'ones') throw new RangeError('dropout of another input than ones')
  const share = target.dtype === 'float64' ? 1 - p : Math.fround(1 - p)
  const round = rounding(target.dtype)
  const mask = rng.bernoulli(floatsOf(target), { p: 1 - p, ...layoutOptions(target) })
  return logical(
    mask.map((kept) => round(kept / share)),
    target,
  )
}

function exponential(rng: TorchRng, target: Tensor, args: ArgReader): Values {
  const rate = args.number('lambd', 1)
  return logical(rng.exponential(floatsOf(target), { rate, ...floatOptions(target) }), target)
}

const OPS: Readonly<Record<string, Op>> = {
  'torch.rand': (rng, target) => uniform(rng, target, 0, 1),
  'torch.randn': (rng, target) => normal(rng, target, 0, 1),
  'torch.normal': normalOf,
  'torch.randint': (rng, target, args) =>
    integers(rng, target, bound(args, 'low') ?? 0n, bound(args, 'high')!),
  'torch.randperm': (rng, target, args) => {
    args.take('n', target.storage)
    return rng.permutation(storageOf(target))
  },
  'torch.bernoulli': bernoulliOf,
  'torch.nn.functional.dropout': dropout,
  'Tensor.uniform_': (rng, target, args) =>
    uniform(rng, target, args.number('from', 0), args.number('to', 1)),
  'Tensor.normal_': (rng, target, args) => normal(rng, target, args.number('mean', 0), args.number('std', 1)),
  'Tensor.random_': random,
  'Tensor.bernoulli_': (rng, target, args) => bernoulli(rng, target, args.number('p', 0.5)),
  'Tensor.exponential_': exponential,
  'torch.nn.init.calculate_gain': (_, _target, args) => {
    const nonlinearity = camelCase(args.take('nonlinearity', '')) as TorchNonlinearity
    const slope = args.take<number | null>('param', null) ?? undefined
    return Float64Array.of(calculateGain(nonlinearity, slope))
  },
  ...Object.fromEntries(Object.entries(INITS).map(([name, init]) => [`torch.nn.init.${name}`, init])),
}

/** The generator of a case; one that needs none has no seed. */
function rngOf(seed: unknown): TorchRng {
  return createTorchRng(seed === null ? 0 : typeof seed === 'string' ? BigInt(seed) : numberOf(seed))
}

function runLayer(golden: GoldenCase, name: string): Outcome {
  const { args = [], kwargs = {}, ...rest } = golden.args as { args?: unknown[]; kwargs?: object }
  return layerOf(name, args, { ...kwargs, ...rest }, rngOf(golden.seed)) ?? 'unknown'
}

/** PyTorch's CPU generator, initializers and layer defaults. */
export const torch: Framework = (golden) => {
  const { op } = golden
  if (op.startsWith('flow.')) return runFlow(present(golden.code, 'code'))
  const layer = /^torch\.nn\.([A-Z]\w*)$/.exec(op)?.[1]
  if (layer !== undefined) return runLayer(golden, layer)
  const run = OPS[op]
  if (!run) return 'unknown'
  const args = new ArgReader(golden.args)
  const base = args.take<number[] | undefined>('base', undefined)
  const target = tensorOf(
    present(golden.shape, 'shape'),
    present(golden.dtype, 'dtype'),
    golden.layout ?? 'contiguous',
    base,
  )
  const values = run(rngOf(golden.seed), target, args)
  args.done()
  return [{ values }]
}
