import { message, showShape } from '@nn/check'
import { createInitializer, type Initializer, isData } from '../../initializer/initializer.ts'
import { createRequest, type InitRequest } from '../../initializer/request.ts'
import { isKnownShape } from '../../parameter/shape.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'

/** Proposals for a network, which in PyTorch is there by then: `init.xavier_uniform_` overwrites values. */
const AFTERWARDS: readonly string[] = ['init', 'rule', 'recipe']

/** A parameter that is drawn a second time. */
type Redrawn<P extends DialectParameter> = P & { readonly wanted: Initializer }

/** Whether a parameter is drawn a second time, when its network is built. */
export function isRedrawn<P extends DialectParameter>(parameter: P): parameter is Redrawn<P> {
  return AFTERWARDS.includes(parameter.source)
}

/** Throws if a parameter would have to be drawn a second time before the first input has said its shape. */
export function checkRedrawn(parameter: DialectParameter): void {
  if (!isRedrawn(parameter)) return
  const expected =
    'known shapes of what is drawn again once the network is built, as by net.apply(init) in torch'
  const cure =
    'give inUnits or inChannels, or initialise by the dialect alone, run one forward, and then net.apply((m) => dialect.xavierUniform_(m.weight))'
  throw new TypeError(message(parameter.path, expected, `shape ${showShape(parameter.shape)}`, cure))
}

/** What parameters are drawn by when their network is built, and again. */
interface Passes<P extends DialectParameter> {
  /** The initializers of construction, in its order. */
  readonly built: ReadonlyMap<P, Initializer>
  readonly redraw: (parameter: Redrawn<P>) => Initializer
  /** The initializers of `nn.Transformer`'s matrices once it is built, in their order. */
  readonly reset: ReadonlyMap<P, Initializer>
}

/**
 * The initializers in PyTorch's order: all defaults while the network is built, and matrices of a transformer again when that is complete;
 * then, in the order of `apply`, those of parameters that start anew. First values, which nobody sees, are drawn with the next ones that
 * stay.
 */
export function inTwoPasses<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  { built, redraw, reset }: Passes<P>,
): Map<P, Initializer> {
  const ordered = new Map<P, Initializer>()
  const unseen: Unseen[] = []
  const draw = (parameter: P, init: Initializer, isLast: boolean): void => {
    if (isLast) ordered.set(parameter, after(unseen.splice(0), init))
    else if (draws(init)) unseen.push((request) => init.elements(requestFor(parameter, request)))
  }
  for (const [i, { parameters, transformer }] of layers.entries()) {
    const waits = !parameters.every(({ shape }) => isKnownShape(shape))
    for (const parameter of parameters) {
      const init = built.get(parameter)
      if (init === undefined) continue
      if (waits) ordered.set(parameter, isRedrawn(parameter) ? redraw(parameter) : init)
      else draw(parameter, init, !isRedrawn(parameter) && !reset.has(parameter))
    }
    if (transformer === undefined || transformer === layers[i + 1]?.transformer) continue
    const within = new Set(
      layers.flatMap((layer) => (layer.transformer === transformer ? layer.parameters : [])),
    )
    for (const [parameter, init] of reset)
      if (within.has(parameter)) draw(parameter, init, !isRedrawn(parameter))
  }
  const again = [...layers].sort((a, b) => a.index - b.index).flatMap(({ parameters }) => parameters)
  for (const parameter of again.filter(isRedrawn)) {
    if (!ordered.has(parameter)) draw(parameter, redraw(parameter), true)
  }
  return ordered
}

/** Draws values that nobody sees, where the values of a request are made. */
type Unseen = (request: InitRequest) => unknown

function draws(init: Initializer): boolean {
  return !isData(init) || init.needs.includes('rng')
}

function requestFor(
  { path, shape, dtype, role, axes }: DialectParameter,
  { backend }: InitRequest,
): InitRequest {
  return createRequest({ path, shape: shape.map(Number), dtype, role, axes, backend })
}

/** An initializer that first draws what nobody sees. */
function after(unseen: readonly Unseen[], init: Initializer): Initializer {
  if (unseen.length === 0) return init
  const { config, needs, describe, fillsPadding = false } = init
  const draw = (request: InitRequest) => {
    for (const drawUnseen of unseen) drawUnseen(request)
    return init.elements(request)
  }
  return createInitializer({ config, needs, draw, describe, fillsPadding, isData: false })
}
