import { cpu } from '@nn/backend-cpu'
import { type TorchDialect, torch } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import type { TorchRng } from '@nn/random/torch'
import { isHalf, type TorchType } from './dtypes.ts'

/** PyTorch while a program runs: its generator, and the type of what is made without one. */
export class TorchSession {
  readonly dialect: TorchDialect
  #halves: Readonly<Record<'float16' | 'bfloat16', TorchDialect>>
  defaultType: TorchType = 'float32'

  constructor(seed: number | bigint) {
    this.dialect = torch({ seed })
    const { rng } = this
    this.#halves = { float16: torch({ rng, dtype: 'float16' }), bfloat16: torch({ rng, dtype: 'bfloat16' }) }
  }

  get rng(): TorchRng {
    return this.dialect.rng
  }

  /** The dialect that draws tensors of a type. */
  dialectOf(type: TorchType): TorchDialect {
    return isHalf(type) ? this.#halves[type] : this.dialect
  }

  /** A layer of ours, drawn as its constructor in PyTorch draws. */
  construct<M extends Module>(type: TorchType, make: (dtype: 'float32' | 'float64') => M): M {
    const dtype = type === 'float64' ? 'float64' : 'float32'
    return this.dialectOf(type).build(() => make(dtype), { backend: cpu })
  }
}
