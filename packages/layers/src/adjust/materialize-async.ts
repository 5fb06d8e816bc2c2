import { checkOptions, type OptionNames, wrongKind } from '@nn/check'
import { createRequest } from '@nn/init/layer'
import type { Tensor } from '@nn/tensor'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { type Lazy, padded, settle } from '../module/parameter-state.ts'
import { checkModule } from './watch.ts'

/** How far the values of a network are. */
export interface MaterializeProgress {
  /** The parameter whose values were just made, or a slice of them. */
  readonly path: string
  /** Elements that were made by this call, and that it makes in all. */
  readonly done: number
  readonly total: number
}

/** What `materializeAsync` may be told. */
export interface MaterializeAsyncOptions {
  /** Called after each slice. */
  readonly onProgress?: ((progress: MaterializeProgress) => void) | undefined
  /** An `AbortSignal`, which ends it between two slices: what is whole stays, the rest is still to be drawn. */
  readonly signal?: { throwIfAborted(): void } | undefined
}

const NAMES: OptionNames<MaterializeAsyncOptions> = { onProgress: true, signal: true }

/** Of pages, workers and Node alike, whose types this package does not need. */
declare const setTimeout: (then: () => void) => unknown

/** Elements of a slice: some milliseconds of drawing. */
const SLICE = 2 ** 18

/**
 * Makes all values below that wait for their first read, as `materialize()` does and with the same bits, in slices between which a page
 * answers its user. Laws that need all of a parameter at once, as `orthogonal`, make it in one slice. What is read, loaded or initialised
 * meanwhile stays as it then is.
 *
 * @returns The module, when all is there.
 * @throws NotReadyError if a parameter has no values to come, TypeError if an option is of the wrong kind; the reason of `signal`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, materializeAsync } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const layer = new Dense(1000, { inUnits: 600 })
 * layer.initialize({ rng: createRng(42), backend: cpu })
 * const shares: number[] = []
 * await materializeAsync(layer, { onProgress: ({ done, total }) => shares.push(Math.round((100 * done) / total)) })
 * shares // => [44, 87, 100]
 * layer.weight.isMaterialized // => true
 * ```
 */
export async function materializeAsync<M extends Module>(
  module: M,
  options: MaterializeAsyncOptions = {},
): Promise<M> {
  const where = checkModule('materializeAsync', module)
  const { onProgress, signal } = checked(where, options)
  signal?.throwIfAborted()
  const parameters = [...module.parameters().values()]
  for (const parameter of parameters) if (!parameter.isReady) parameter.materialize() // throws
  const waiting = parameters.filter(lazyOf).map((parameter) => [parameter, sizeOf(parameter)] as const)
  const total = waiting.reduce((sum, [, size]) => sum + size, 0)
  let [done, paused] = [0, 0]
  for (const [parameter, size] of waiting) {
    const { path } = parameter
    for (const made of slices(parameter, size)) {
      done += made
      onProgress?.({ path, done, total })
      // Small parameters go together: a pause takes a page four milliseconds.
      if (done === total || done - paused < SLICE) continue
      paused = done
      await new Promise<void>((resolve) => setTimeout(resolve))
      signal?.throwIfAborted()
    }
  }
  return module
}

/** Draws a parameter slice by slice, and gives their lengths; ends early, with all that was left, where its values came otherwise. */
function* slices(parameter: Parameter, size: number): Generator<number, void> {
  const lazy = lazyOf(parameter)
  if (lazy === undefined) return yield size
  const { draw, spec } = lazy
  const { writer } = draw.init
  if (writer === undefined || size <= SLICE) {
    parameter.materialize()
    return yield size
  }
  const request = createRequest(spec)
  const all: Tensor = spec.backend.zeros([size], { dtype: parameter.dtype })
  for (let start = 0; start < size; start += SLICE) {
    const end = Math.min(start + SLICE, size)
    writer(request.fork())(all.data.subarray(start, end), start)
    if (end === size) settle(parameter.$state, draw, padded(parameter, draw.init, all.reshape(spec.shape)))
    yield end - start
    if (end < size && lazyOf(parameter) !== lazy) return yield size - end
  }
}

/** What is still to be drawn. */
function lazyOf({ $state: { phase } }: Parameter): Lazy | undefined {
  return phase.kind === 'lazy' ? phase : undefined
}

function sizeOf(parameter: Parameter): number {
  return lazyOf(parameter)?.spec.shape.reduce((size, length) => size * length, 1) ?? 0
}

function checked(where: string, options: MaterializeAsyncOptions): MaterializeAsyncOptions {
  checkOptions(where, options, NAMES)
  const { onProgress, signal } = options
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw wrongKind(where, 'onProgress to be a function', onProgress)
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
    throw wrongKind(where, 'signal to be an AbortSignal', signal)
  }
  return options
}
