import { atOnce, checkOptions, message, type OptionNames, show, showShape } from '@nn/check'
import type { Backend } from '@nn/tensor'
import { Construction, type Site } from './construction.ts'
import { type BuiltModule, type BuiltParameter, isBuiltModule } from './node.ts'

/** The options of `dialect.build`. */
export interface BuildOptions {
  /** Where values are made. */
  readonly backend: Backend
}

const NAMES: OptionNames<BuildOptions> = { backend: true }

/**
 * A dialect that draws while a program constructs.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { torch } from '@nn/init/torch'
 * import { Dense, Module } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * const dialect = torch({ seed: 0 }) // torch.manual_seed(0)
 * class Net extends Module {
 *   hidden: Dense
 *   out: Dense
 *   constructor() {
 *     super()
 *     this.hidden = new Dense(2, { inUnits: 3 }) // self.hidden = nn.Linear(3, 2)
 *     dialect.xavierUniform_(this.hidden.weight) // nn.init.xavier_uniform_(self.hidden.weight)
 *     this.out = new Dense(1, { inUnits: 2 }) // self.out = nn.Linear(2, 1)
 *   }
 *   forward(x: Tensor) {
 *     return this.out.forward(this.hidden.forward(x))
 *   }
 * }
 * const net = dialect.build(() => new Net(), { backend: cpu }) // net = Net()
 * net.out.weight.data.toNested() // => [[-0.2914857566356659, 0.026193760335445404]]
 * dialect.build(() => new Dense(2), { backend: cpu }) // throws /weight: expected a known shape, as a build draws at once, got shape/
 * ```
 */
export interface Builder {
  /**
   * Calls `construct` and returns what it returns; every layer that is constructed meanwhile is drawn at once, as the framework's
   * constructors do, so that a model is a line-by-line copy of its Python: layers that are thrown away have moved the sequence on, a
   * part can be initialised before the next is constructed, `net.apply` and in-place calls such as `dialect.normal_(layer.weight)`
   * go on in the same sequence. A module of your own draws its parameters by their own laws where they stand, or, if it declares a
   * `kind` before them, as a layer of that kind. What `clone` copies is not drawn.
   *
   * @throws TypeError if `construct` is no function or answers later, the backend is missing, another dialect builds at the time, or a
   * size is not known, with its path; the sequence is then where it was. What `construct` throws itself is thrown on.
   */
  build<T>(construct: () => T, options: BuildOptions): T
}

/** A dialect, as far as building in it is concerned. */
export interface World extends Pick<Site, 'dialect' | 'copiesLayers' | 'resetOf'> {
  /** Notes where the sequence stands; what it gives goes back there. */
  save(): () => void
}

/** Where all copies of the packages find the build that runs; `@nn/layers` has the other end. */
const SLOT = Symbol.for('@nn/init/building/1')

/** A dialect's `build`, and what its own calls do before they draw. */
export interface Build extends Builder {
  /** Draws what still waits, if this dialect builds now. */
  settle(): void
}

export function builder(world: World): Build {
  const where = `${world.dialect.name}.build`
  let own: Construction | undefined
  return {
    settle: () => own?.settle(),
    build(construct, options) {
      if (typeof construct !== 'function') {
        const cure = `pass ${where}(() => new Net(), { backend: cpu })`
        throw new TypeError(message(where, 'a function that constructs', show(construct), cure))
      }
      checkOptions(where, options, NAMES)
      const { backend }: Partial<BuildOptions> = options ?? {}
      if (typeof backend?.tensor !== 'function') {
        throw new TypeError(message(where, 'a backend', show(backend), 'pass { backend: cpu }'))
      }
      // One that builds a part of what it builds goes on.
      if (own !== undefined) return atOnce(where, SYNCHRONOUS, construct())
      const other: { readonly dialect?: string } | undefined = Reflect.get(globalThis, SLOT)
      if (other !== undefined) {
        const cure = 'build one network after the other'
        throw new TypeError(message(where, 'no other build to run', `one of ${other.dialect}`, cure))
      }
      const restore = world.save()
      own = new Construction({ ...world, backend })
      Reflect.set(globalThis, SLOT, own)
      try {
        const result = atOnce(where, SYNCHRONOUS, construct())
        own.settle()
        checkDrawn(own, result)
        return result
      } catch (error) {
        restore()
        throw error
      } finally {
        own = undefined
        Reflect.set(globalThis, SLOT, undefined)
      }
    },
  }
}

const SYNCHRONOUS = 'construct to answer at once'

/** Throws if a parameter was not drawn, or by a law that was not its own. */
function checkDrawn({ dialect, unknown, undeclared }: Construction, result: unknown): void {
  const whole = isBuiltModule(result) ? [...result.parameters().values()] : []
  const [parameter] = unknown
  if (parameter !== undefined) {
    const expected = 'a known shape, as a build draws at once'
    const cure = 'give inUnits or inChannels'
    throw new TypeError(message(parameter.path, expected, `shape ${showShape(parameter.shape)}`, cure))
  }
  const late = undeclared.find(([own, owner]) => owner.kind !== undefined && has(owner, own))
  if (late !== undefined) {
    const cure = 'let kind be the first field'
    throw new TypeError(
      message(late[0].path, 'a module that declares its kind first', `${late[1].kind} after it`, cure),
    )
  }
  const missed = whole.find(({ isReady, choice }) => !isReady && choice === undefined)
  if (missed === undefined) return
  const cure = 'construct it within, and npm dedupe if it is'
  throw new TypeError(
    message(missed.path, `a parameter that ${dialect} has drawn`, 'one without values', cure),
  )
}

function has(owner: BuiltModule, parameter: BuiltParameter): boolean {
  return [...owner.parameters().values()].includes(parameter)
}
