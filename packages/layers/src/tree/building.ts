import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { StateBuffer } from '../module/state-buffer.ts'

/** What a dialect's `build` wants to know of the modules that are constructed meanwhile; `@nn/init` has the other end. */
export interface Building {
  /** Whether the framework makes the layers of a stack as copies of one, as PyTorch's `TransformerEncoder` does. */
  readonly copiesLayers: boolean
  /** A module begins: what follows may be a part of it. */
  opened(module: Module): void
  made(parameter: Parameter): void
  buffered(buffer: StateBuffer): void
  /** A module has all its parts. */
  adopted(module: Module): void
  /** Draws what still waits. */
  settle(): void
}

/** Where all copies of the packages find the build that runs. */
const SLOT: symbol = /* @__PURE__ */ Symbol.for('@nn/init/building/1')

/** The build that runs now. */
export function building(): Building | undefined {
  return Reflect.get(globalThis, SLOT)
}

/** Makes copies: what is copied was drawn when it was made, and is not drawn again. */
export function undrawn<T>(make: () => T): T {
  const build = building()
  if (build === undefined) return make()
  build.settle()
  Reflect.set(globalThis, SLOT, undefined)
  try {
    return make()
  } finally {
    Reflect.set(globalThis, SLOT, build)
  }
}

/** Equal modules: the first, and as many more, which take its values where a framework that builds copies it. */
export function repeated<M extends Module>(count: number, make: () => M): M[] {
  const first = make()
  const next = (): M => (building()?.copiesLayers ? copyOf(first, undrawn(make)) : make())
  return Array.from({ length: count }, (_, i) => (i === 0 ? first : next()))
}

/** A module with the values of an equal one. It is no clone, whose dropouts would have streams of their own. */
function copyOf<M extends Module>(original: M, copy: M): M {
  const parameters = copy.parameters()
  for (const [path, { $state }] of original.parameters()) {
    const { phase } = $state
    const twin = parameters.get(path)
    if (twin !== undefined && phase.kind === 'ready')
      twin.$state.phase = { ...phase, data: phase.data.clone() }
  }
  return copy
}
