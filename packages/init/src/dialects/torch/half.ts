import { type HalfType, roundHalf, type TorchRng } from '@nn/random/torch'
import { createInitializer, type Initializer } from '../../initializer/initializer.ts'

/** The fills of a stream as those of tensors of a 16-bit type, whose numbers they draw otherwise. */
export function halfStream(rng: TorchRng, dtype: HalfType): TorchRng {
  const fills: Pick<TorchRng, 'uniform' | 'normal' | 'truncatedNormal' | 'sparse'> = {
    uniform: (out, options) => rng.uniform(out, { ...options, dtype }),
    normal: (out, options) => rng.normal(out, { ...options, dtype }),
    truncatedNormal: (out, options) => rng.truncatedNormal(out, { ...options, dtype }),
    sparse: (out, options) => rng.sparse(out, { ...options, dtype }),
  }
  return new Proxy(rng, {
    get(_, name) {
      if (Object.hasOwn(fills, name)) return Reflect.get(fills, name)
      const member: unknown = Reflect.get(rng, name)
      return typeof member === 'function' ? member.bind(rng) : member
    },
  })
}

/** An initializer whose values are rounded to a 16-bit type, as a tensor of that type holds them. */
export function roundedTo(dtype: HalfType, init: Initializer): Initializer {
  const round = roundHalf(dtype)
  const { config, needs, describe, fillsPadding = false } = init
  return createInitializer({
    config,
    needs,
    describe,
    fillsPadding,
    draw: (request) => {
      const values = init.elements(request)
      return values instanceof Float32Array ? values.map(round) : values
    },
    isData: false,
  })
}
