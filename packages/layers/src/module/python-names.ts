import { message, show } from '@nn/check'

/**
 * A path as Python writes it, each name in snake_case: `selfAttn.inProjWeight` is PyTorch's
 * `self_attn.in_proj_weight`. The layers here have PyTorch's names but for that, so that state dicts go both
 * ways.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Lstm, snakeCase } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const lstm = new Lstm(4, { inUnits: 3, useBias: false })
 * lstm.initialize({ rng: createRng(42), backend: cpu })
 * const state = new Map([...lstm.stateDict()].map(([path, values]) => [snakeCase(path), values]))
 * const names = [...state.keys()]
 * names // => ['weight_ih_l0', 'weight_hh_l0']
 * ```
 */
export function snakeCase(path: string): string {
  return text('snakeCase', path).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/**
 * A path as JavaScript writes it, each name in camelCase: PyTorch's `self_attn.in_proj_weight` is
 * `selfAttn.inProjWeight`. An underscore that no letter follows stays.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { BatchNorm, camelCase } from '@nn/layers'
 * const file = new Map([['running_mean', cpu.zeros([2])], ['running_var', cpu.ones([2])]])
 * const norm = new BatchNorm({ affine: false })
 * const state = new Map([...file].map(([name, values]) => [camelCase(name), values]))
 * norm.loadStateDict(state, { strict: false }).missing // => ['numBatchesTracked']
 * ```
 */
export function camelCase(path: string): string {
  return text('camelCase', path).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function text(where: string, path: string): string {
  if (typeof path === 'string') return path
  throw new TypeError(message(where, 'a path to be a text', show(path)))
}
