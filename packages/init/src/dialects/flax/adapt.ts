import { message, show } from '@nn/check'
import type { JaxKey } from '@nn/random/jax'
import { lecunTruncatedNormal } from '../../distributions/lecun.ts'
import type { Initializer } from '../../initializer/initializer.ts'
import { sizeOf } from '../../math/size-of.ts'
import { orthogonal } from '../../orthogonal/orthogonal.ts'
import { constant, zeros } from '../../structured/constant.ts'
import { adaptLayers } from '../adapt-layers.ts'
import { isConnection, isRecurrentBias, isSlope, isTable } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { type accent, type KeyDraws, variance } from '../jax/accent.ts'
import { drawsOf, ownStream } from '../jax/jax.ts'
import { layerDefault } from '../layer-default.ts'
import { ofBlock, ofBlocks } from '../parts.ts'
import { refusePadding } from '../refuse.ts'
import { translate } from '../translate.ts'
import type { Keys } from './keys.ts'
import { type Interface, type Part, partsOf } from './parts.ts'

/** A parameter as Flax has it, with its key. */
interface FlaxParameter extends DialectParameter {
  readonly part: Part & { readonly parameter: DialectParameter }
  readonly key: JaxKey
}

type FlaxLayer = DialectLayer<FlaxParameter>

/** The initializers of all parameters, each drawn as the parameters that Flax has in its place. */
export function adaptFlax<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  { keys, flax, speech }: { keys: Keys; flax: Interface; speech: ReturnType<typeof accent> },
): Map<P, Initializer> {
  const theirs = flaxLayers(layers, keys, flax)
  const keyOf = new Map<DialectParameter, JaxKey>(
    theirs.flatMap(({ parameters }) => parameters.map((parameter) => [parameter, parameter.key] as const)),
  )
  const keyFor = (parameter: DialectParameter): JaxKey => keyOf.get(parameter) ?? keys.rng.nextKey()
  const own = (init: Initializer, parameter: DialectParameter): Initializer | undefined => {
    const key = keyFor(parameter)
    return translate(speech, init, () => drawsOf(key))
  }
  const adapted = adaptLayers(theirs, {
    translate: own,
    rngOf: (parameter) => {
      const key = keyFor(parameter)
      return () => ownStream(key)
    },
    defaultOf: (parameter, layer) => {
      if (isRecurrentBias(parameter, layer)) return zeros()
      if (isConnection(parameter, layer)) {
        const isOfState = layer.kind === 'recurrent' && parameter.use === 'state'
        return own(isOfState ? orthogonal() : lecunTruncatedNormal(), parameter)
      }
      if (!isTable(parameter, layer)) return isSlope(parameter, layer) ? constant(0.01) : undefined
      refusePadding('Flax', parameter, layer)
      return table(drawsOf(keyFor(parameter)), speech)
    },
  })
  const ours = layers.flatMap(({ parameters, kind }) => parameters.map((parameter) => ({ parameter, kind })))
  const found = [...adapted]
  return new Map(
    ours.map(({ parameter }) => {
      const parts = found.filter(([{ part }]) => part.parameter === parameter)
      return [parameter, whole(parameter, parts)]
    }),
  )
}

/** The parameters that Flax has, with their keys, which are taken in its order. */
function flaxLayers(layers: readonly DialectLayer[], keys: Keys, flax: Interface): FlaxLayer[] {
  const keyOf = keys.start()
  const kinds = new Map(layers.map(({ path, kind }) => [path, kind]))
  const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')))
  const isNested = ({ path }: DialectLayer, kind: string): boolean =>
    path !== '' && kinds.get(above(path)) === kind
  const dropouts = layers.filter(({ kind }) => kind === 'dropout')
  return layers.map((layer) => {
    if (layer.kind === 'dropout') {
      if (isNested(layer, 'recurrent')) refuseDropout(layer, flax)
      if (!isNested(layer, 'attention')) keys.forkDropout()
      return { ...layer, parameters: [] }
    }
    if (layer.takesSeed) refuseDrawing(layer, flax)
    const parameters = partsOf(layer, flax).flatMap((part) => {
      const key = keyOf(layer, part)
      const { parameter, block } = part
      return parameter === undefined
        ? []
        : [{ ...ofBlock(parameter, block), part: { ...part, parameter }, key }]
    })
    // Attention takes a stream for its dropout when all its parts are there.
    const isLast = layer.parameters.some(({ use }) => use === 'attentionOutput')
    const own = dropouts.find((dropout) => dropout.path !== '' && above(dropout.path) === above(layer.path))
    if (isLast && own?.takesSeed) keys.forkDropout()
    return { ...layer, parameters }
  })
}

/** The initializer of one of our parameters, of those of its parts. */
function whole(
  parameter: DialectParameter,
  parts: readonly (readonly [FlaxParameter, Initializer])[],
): Initializer {
  const [first] = parts
  if (first === undefined) return absent(parameter)
  const [{ part }, init] = first
  if (part.block === undefined) return init
  const inits = parts.map(([{ part }, init]) => [part.block ?? '', init] as const)
  return ofBlocks('flax.parts', parameter, inits)
}

/** A bias that Flax has not, as it has one for both sums: an option is for the other one. */
function absent(parameter: DialectParameter): Initializer {
  const { path, wanted, source } = parameter
  const isZero = wanted === undefined || wanted.config.name === 'zeros' || source === 'option'
  if (isZero) return zeros()
  const expected = 'zeros, as Flax has one bias for both sums'
  throw new RangeError(message(path, expected, show(wanted.config.name), 'give it to the other bias'))
}

function refuseDrawing({ path }: DialectLayer, { api }: Interface): void {
  if (api === 'linen') return
  const expected = 'a layer that draws to be a dropout in nnx'
  throw new RangeError(
    message(path, expected, 'another', "let it declare kind 'dropout', which takes one key"),
  )
}

function refuseDropout({ path, takesSeed }: DialectLayer, { api }: Interface): void {
  if (!takesSeed || api === 'linen') return
  const cure = 'give each layer its own, with a Dropout between them'
  throw new RangeError(message(path, 'a layer as Flax has it', 'dropout between the layers of one', cure))
}

/** `default_embed_init`: `variance_scaling(1, 'fan_in', 'normal', out_axis=0)`, where in and out are the axis of rows. */
function table(draws: KeyDraws, speech: ReturnType<typeof accent>): Initializer {
  return layerDefault(speech, {
    config: { name: 'flax.embedding' },
    streamOf: () => draws,
    drawOf: (shape, round) => {
      const [rows = 0] = shape
      const fanIn = rows * (sizeOf(shape) / rows / rows)
      return variance(1, 'fanIn', 'normal', { fans: { fanIn, fanOut: fanIn }, round })
    },
  })
}
