import { message } from '@nn/check'
import type { FloatArray, Rng } from '@nn/random'
import { fill } from '../initializer/fill.ts'
import { createInitializer, type InitConfig, type Initializer, isData } from '../initializer/initializer.ts'
import type { Law, LawRequest } from '../initializer/law.ts'
import type { InitRequest, Need } from '../initializer/request.ts'
import { sizeOf } from '../math/size-of.ts'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import { isKnownShape } from '../parameter/shape.ts'
import type { Accent, Config, DrawRng, Formula, Frame, Givens, StreamOf } from './accent.ts'
import { fillDraw, lawOf } from './draw.ts'
import { fromStored, storedShape } from './storage.ts'

export const exact = (value: number): number => value

/** Numbers of the law at fans that are not known, to check options with. */
const ANY: Givens = { fans: { fanIn: 1, fanOut: 1 }, round: exact }

/** One of our initializers in a framework's words; undefined if it has none of its name. */
export function translate<R extends DrawRng>(
  accent: Accent<R>,
  init: Initializer,
  streamOf: StreamOf<R>,
): Initializer | undefined {
  if (!isData(init)) return undefined
  const { needs } = init
  // The config of one of our own initializers holds all its options.
  const config = init.config as InitConfig & Config
  const write = writerOf(accent, config, needs)
  if (write === undefined) return undefined
  const name = `${accent.name}.${config.name}`
  return createInitializer({
    config: { ...config, name },
    needs: needs.filter((need) => need !== 'rng'),
    draw: (request) =>
      drawStored(accent, name, request, (out, shape) => write(streamOf(request), out, shape, request)),
    describe: (request) => describe(accent, config, init, request),
    isData: false,
  })
}

/** What fills an array with a law of the framework; undefined if it has none of its name. */
function writerOf<R extends DrawRng>(
  accent: Accent<R>,
  config: InitConfig & Config,
  needs: readonly Need[],
): ((rng: R, out: FloatArray, shape: readonly number[], request: InitRequest) => unknown) | undefined {
  const { fill = fillDraw } = accent
  const formula = formulaOf(accent, config)
  if (formula === undefined) {
    const maker = accent.makers?.[config.name]
    return maker && ((rng, out, shape) => maker(rng, out, shape, config))
  }
  formula(config, ANY)
  return (rng, out, shape, { path, axes, givenFans }) => {
    const fans = givenFans ?? fansFor(accent, needs, path, shape, axes)
    const givens = { fans, round: roundingOf(out) }
    return fill(rng, out, formula(config, givens), givens)
  }
}

function formulaOf({ formulas }: Pick<Accent, 'formulas'>, { name }: InitConfig): Formula | undefined {
  return Object.hasOwn(formulas, name) ? formulas[name] : undefined
}

/** The law of a framework's formula, or ours where it has none or the shape is not known. */
function describe(
  accent: Frame & Pick<Accent, 'formulas' | 'bounds'>,
  config: InitConfig & Config,
  init: Initializer,
  request: LawRequest,
): Law {
  const { shape: ours, axes, path = config.name } = request
  const storage = accent.storageOf(ours, axes)
  const shape = storedShape(ours, storage)
  const formula = formulaOf(accent, config)
  // What a framework makes, it makes of the parameter as a whole.
  if (formula === undefined) {
    // Member by member: of a parameter, which is asked here too, they are getters of its class.
    const own = { path, shape: ours, fans: request.fans, axes: axes && { out: axes.out } }
    // Units that are two axes there are one matrix with all other axes but the last.
    const whole = storage?.split === undefined ? own : { ...own, shape, axes: { out: shape.length - 1 } }
    const law = init.describe(whole)
    const bound = accent.bounds?.[config.name]
    return bound === undefined ? law : { ...law, text: `${law.text}, ${bound}` }
  }
  if (!isKnownShape(shape)) return init.describe(request)
  if (sizeOf(shape) === 0) return { text: 'no elements' }
  return lawOf(formula(config, { fans: fansFor(accent, init.needs, path, shape, axes), round: exact }))
}

/** An initializer of a framework's own vocabulary in its words. */
export function spoken<R extends DrawRng>(
  accent: Accent<R>,
  init: Initializer,
  streamOf: StreamOf<R>,
): Initializer {
  const said = translate(accent, init, streamOf)
  if (said !== undefined) return said
  throw new RangeError(message(accent.name, 'an initializer that it has', init.config.name))
}

/** The values of a request, drawn as the framework stores them. */
export function drawStored(
  accent: Frame,
  name: string,
  request: InitRequest,
  write: (out: FloatArray, shape: readonly number[]) => unknown,
): FloatArray {
  const { shape, axes } = request
  const storage = accent.storageOf(shape, axes)
  const stored = fill(name, request, (out) => out.length > 0 && write(out, storedShape(shape, storage)))
  return fromStored(stored, shape, storage)
}

export function roundingOf(out: FloatArray): (value: number) => number {
  return out instanceof Float32Array ? Math.fround : exact
}

/** Fans, where the law depends on them. */
function fansFor(
  accent: Frame,
  needs: readonly Need[],
  path: string,
  shape: readonly number[],
  axes: Axes | undefined,
): Fans {
  return needs.includes('fans') ? accent.fansOf(path, shape, axes) : ANY.fans
}

/** A function of PyTorch's, which fills a padding row, too: only the default of its embeddings sets that to 0. */
export function fillingPadding(init: Initializer, needs: readonly Need[] = init.needs): Initializer {
  const { config, describe, check } = init
  const known = { config, needs, describe, check, isData: isData(init) }
  return createInitializer({ ...known, draw: (request) => init.elements(request), fillsPadding: true })
}

/** Another initializer, drawing from a dialect's stream: a law of one's own, or one that the framework does not have. */
export function withStream(init: Initializer, rngOf: (request: InitRequest) => Rng): Initializer {
  return createInitializer({
    config: init.config,
    needs: init.needs.filter((need) => need !== 'rng'),
    draw: (request) => init.elements(request.withRng(rngOf(request))),
    describe: init.describe,
    isData: false,
  })
}
