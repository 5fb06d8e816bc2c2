import { message } from '@nn/check'
import type { Rng } from '@nn/random'
import { type Linkable, linkable, rootOf } from '../tree/links.ts'

/** What stands for a root among those that drew: kept instead of the root itself, which may go. */
export type RootMark = symbol

/** Who drew from a stream at which path; nothing for a stream that is no default one. */
const drawn = new WeakMap<Rng, Map<string, RootMark> | undefined>()

/** The mark of a module as a root; a clone has the one of its original, whose values it gives. */
export function markOf(root: Linkable): RootMark {
  root.mark ??= Symbol('root')
  return root.mark
}

/** A parameter that draws. */
interface Drawer {
  readonly $state: Linkable & { drawnBy?: RootMark | undefined }
}

/**
 * Notes, when what is returned is called, that a parameter's network drew from a stream at the parameter's path.
 *
 * @throws RangeError if another network drew from the same stream object there: it would get the same values.
 */
export function noteDraw(parameter: Drawer, path: string, rng: Rng): () => void {
  const { $state: state } = parameter
  const mark = markOf(linkable(rootOf(parameter)))
  const paths = pathsOf(rng)
  const by = paths?.get(path)
  if (by !== undefined && by !== mark && by !== state.drawnBy) {
    const got = 'the rng that another network drew from at this path, whose values it would repeat'
    const cure = "pass rng.at('critic') for other values, rng.clone() or createRng(seed) for the same again"
    throw new RangeError(message(path, 'an rng of its own', got, cure))
  }
  return () => {
    // A parameter that went on into another network still draws for the one that came first.
    state.drawnBy = by ?? mark
    paths?.set(path, state.drawnBy)
  }
}

/** What was drawn at each path of a default stream; undefined for others, which go on, or whose values depend on more than a path. */
function pathsOf(rng: Rng): Map<string, RootMark> | undefined {
  if (!drawn.has(rng)) {
    const isDefault = rng.at('0') !== rng && rng.toJSON?.().algorithm === 'philox4x32-10'
    drawn.set(rng, isDefault ? new Map() : undefined)
  }
  return drawn.get(rng)
}

/** Whether a stream was drawn from since it was made for a path: true of streams that cannot tell. */
export function wasDrawn(rng: Rng): boolean {
  return Reflect.get(Object(rng.toJSON?.()), 'call') !== 0
}
