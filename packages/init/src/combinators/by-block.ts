import { isPlain, message, nearest, show, showNames } from '@nn/check'
import { createInitializer, type Initializer, type InitLike, isData } from '../initializer/initializer.ts'
import type { Law, LawRequest } from '../initializer/law.ts'
import { mixture } from '../initializer/moments.ts'
import { drawParts, partsOf } from '../initializer/parts.ts'
import { toInitializer } from '../initializer/to-initializer.ts'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, hasFans } from '../parameter/axes.ts'
import { computeFans } from '../parameter/fans.ts'
import { isKnownShape } from '../parameter/shape.ts'

/**
 * Each named block of a packed parameter by its own initializer, the others by `otherwise`: gates of a recurrent layer, or queries,
 * keys and values, in whatever order the layer declares them.
 *
 * @throws TypeError if an initializer is none; when applied, TypeError if the parameter has no named blocks, RangeError if it has none of
 * a name (with the nearest one).
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { byBlock, createRequest, ones, zeros } from '@nn/init'
 * const axes = { out: 0, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }
 * const bias = createRequest({ shape: [8], axes, role: 'bias', backend: cpu })
 * byBlock({ forget: ones() }, zeros())(bias).toNested() // => [0, 0, 1, 1, 0, 0, 0, 0]
 * byBlock({ forgot: ones() }, zeros())(bias) // throws /expected a block named "forgot", got input, forget, cell, output; did you mean "forget"/
 * ```
 */
export function byBlock(inits: Readonly<Record<string, InitLike>>, otherwise: InitLike): Initializer {
  if (!isPlain(inits)) {
    throw new TypeError(message('byBlock', 'initializers by name', show(inits)))
  }
  const blocks = Object.fromEntries(Object.entries(inits).map(([name, init]) => [name, toInitializer(init)]))
  const rest = toInitializer(otherwise)
  const configs = Object.fromEntries(Object.entries(blocks).map(([name, init]) => [name, init.config]))
  return blockwise({ name: 'byBlock', blocks: configs, otherwise: rest.config }, blocks, rest)
}

/** `byBlock` under another name. */
export function blockwise(
  config: Initializer['config'],
  blocks: Readonly<Record<string, Initializer>>,
  otherwise: Initializer,
): Initializer {
  const all = [...Object.values(blocks), otherwise]
  return createInitializer({
    config,
    needs: [...new Set(all.flatMap(({ needs }) => needs))],
    draw: (request) => {
      checkNames(config.name, request.path, request.axes, Object.keys(blocks))
      return drawParts(request, (part, name) => (blocks[name!] ?? otherwise).elements(part))
    },
    describe: (request) => law(config.name, request, (name) => blocks[name] ?? otherwise),
    isData: all.every(isData),
  })
}

/** Throws unless the parameter has blocks of these names. */
export function checkNames(
  where: string,
  path: string,
  axes: Axes | undefined,
  wanted: readonly string[],
): void {
  const names = axes?.blocks?.names
  if (names === undefined) {
    const cure = "declare axes with blocks: { axis: 0, names: ['input', 'forget', …] }"
    throw new TypeError(message(path, `a parameter with named blocks for ${where}`, 'none', cure))
  }
  for (const name of wanted) {
    if (names.includes(name)) continue
    const expected = `expected a block named ${show(name)}, got ${showNames(names)}`
    throw new RangeError(`${path}: ${expected}; did you mean ${show(nearest(name, names)[0])}?`)
  }
}

/** The law of all elements, where lengths and names are known. */
function law(name: string, { shape, axes }: LawRequest, initOf: (block: string) => Initializer): Law {
  const names = axes?.blocks?.names
  if (axes === undefined || names === undefined) return { text: name }
  if (!isKnownShape(shape)) return { text: name }
  const parts = partsOf({ shape, axes }).map((part) => {
    const fans =
      part.axes !== undefined && hasFans(part.axes) ? computeFans(part.shape, part.axes) : undefined
    return [
      initOf(part.name!).describe({ shape: part.shape, fans, axes: part.axes }),
      sizeOf(part.shape),
    ] as const
  })
  const known = names.map((block, i) => `${block} ${parts[i * (parts.length / names.length)]![0].text}`)
  return mixture(`${name}: ${known.join(', ')}`, parts)
}
