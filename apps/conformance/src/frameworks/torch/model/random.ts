import { cpu } from '@nn/backend-cpu'
import type { TorchRng } from '@nn/random/torch'
import type { Tensor } from '@nn/tensor'
import { isFloat, storedAs, type TorchType } from './dtypes.ts'
import type { Held } from './tensor.ts'

/** A law of the generator, and its numbers. */
export type Law =
  | { readonly law: 'uniform'; readonly low: number; readonly high: number }
  | { readonly law: 'normal'; readonly mean: number; readonly std: number }
  | { readonly law: 'exponential'; readonly rate: number }
  | { readonly law: 'bernoulli'; readonly p: number }
  | { readonly law: 'integers'; readonly low: number; readonly high: number }

/** New values of a shape and a type. */
export function draw(rng: TorchRng, shape: readonly number[], type: TorchType, law: Law): Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  if (law.law === 'integers')
    return cpu.tensor(integers(rng, size, type, law), { shape, copy: false }).cast(storedAs(type))
  if (law.law === 'bernoulli') {
    const drawn = cpu.tensor(rng.bernoulli(new Uint8Array(size), { p: law.p }), { shape })
    return drawn.cast(storedAs(type))
  }
  if (!isFloat(type)) throw new TypeError(`a draw of ${law.law} into ${type} is not read`)
  const out = type === 'float64' ? new Float64Array(size) : new Float32Array(size)
  const dtype = type as Exclude<TorchType, 'bool' | 'int32' | 'int64'>
  const { law: name, ...numbers } = law
  if (name === 'uniform') rng.uniform(out, { ...numbers, dtype })
  else if (name === 'normal') rng.normal(out, { ...numbers, dtype })
  else rng.exponential(out, { ...numbers, dtype })
  return cpu.tensor(out, { shape, copy: false })
}

function integers(
  rng: TorchRng,
  size: number,
  type: TorchType,
  { low, high }: { readonly low: number; readonly high: number },
): Int32Array | Float32Array | Float64Array {
  if (high - low > 2 ** 31) throw new RangeError('integers beyond 32 bits are not read')
  if (type === 'int64') return Int32Array.from(rng.integers(new BigInt64Array(size), { low, high }), Number)
  if (type === 'int32') return rng.integers(new Int32Array(size), { low, high })
  if (type === 'float32') return rng.integers(new Float32Array(size), { low, high })
  if (type === 'float64') return rng.integers(new Float64Array(size), { low, high })
  throw new TypeError(`integers in ${type} are not read`)
}

/** Draws into a tensor, whose elements must lie one behind the other, since memory decides the order. */
export function drawInto(rng: TorchRng, { data, type }: Held, law: Law): void {
  if (!data.isContiguous) throw new TypeError('a draw into a view with gaps is not read')
  data.copy_(draw(rng, data.shape, type, law))
}

/** A generator whose sparse matrices have the places of their zeros from another one. */
export function placing(rng: TorchRng, places: TorchRng): TorchRng {
  return new Proxy(rng, {
    get: (_, name) =>
      name === 'sparse'
        ? (out: Float32Array | Float64Array, options: Parameters<TorchRng['sparse']>[1]) =>
            rng.sparse(out, { ...options, places })
        : (Reflect.get(rng, name, rng) as () => unknown).bind(rng),
  })
}
