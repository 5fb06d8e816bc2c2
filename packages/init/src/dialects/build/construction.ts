import type { Backend } from '@nn/tensor'
import type { Initializer } from '../../initializer/initializer.ts'
import type { Dialect, DialectStep } from '../dialect.ts'
import type { BuiltBuffer, BuiltModule, BuiltParameter } from './node.ts'

/** What a build draws with. */
export interface Site {
  readonly dialect: Pick<Dialect, 'name' | 'isSequential' | 'arrange'>
  readonly backend: Backend
  /** Whether the framework makes the layers of a stack as copies of one. */
  readonly copiesLayers: boolean
  /** What the framework draws the matrices of a module by once more when it is complete, if it does. */
  readonly resetOf?: ((module: BuiltModule) => Initializer | undefined) | undefined
}

/** A parameter as a step, with what its layer says of it. */
interface Step extends DialectStep {
  readonly parameter: BuiltParameter
}

/**
 * What is constructed in a build, which is told of it as it happens. A layer is drawn when its constructor is done with its parts, as
 * by `reset_parameters`; a parameter of a module that declares no kind at once, by its own law; one of a module that declares a kind
 * and says no more when the next draw comes.
 */
export class Construction {
  readonly #site: Site
  /** Modules that have begun, the innermost last; of those that do not say when they are complete, all stay. */
  readonly #open: BuiltModule[] = []
  readonly #owners = new Map<BuiltParameter, BuiltModule>()
  /** Parameters that are not drawn yet, and modules that may take a seed, in order. */
  #waiting: (BuiltParameter | BuiltModule)[] = []
  /** Parameters whose shapes were not known. */
  readonly unknown: BuiltParameter[] = []
  /** Parameters that were drawn before the modules that have them declared a kind. */
  readonly undeclared: (readonly [parameter: BuiltParameter, owner: BuiltModule])[] = []

  constructor(site: Site) {
    this.#site = site
  }

  get dialect(): string {
    return this.#site.dialect.name
  }

  get copiesLayers(): boolean {
    return this.#site.copiesLayers
  }

  opened(module: BuiltModule): void {
    this.#open.push(module)
    this.#waiting.push(module)
  }

  made(parameter: BuiltParameter): void {
    const owner = this.#open.at(-1)
    if (owner?.kind === undefined) {
      this.settle()
      this.#drawAlone(parameter)
      if (owner !== undefined) this.undeclared.push([parameter, owner])
    } else {
      this.#owners.set(parameter, owner)
      this.#waiting.push(parameter)
    }
  }

  buffered(buffer: BuiltBuffer): void {
    buffer.restart(this.#site.backend)?.commit()
  }

  adopted(module: BuiltModule): void {
    const at = this.#open.lastIndexOf(module)
    if (at >= 0) this.#open.length = at
    if (!this.#isPartOfAttention(module)) this.settle(module)
    const init = this.#site.resetOf?.(module)
    if (init !== undefined) this.#reset(module, init)
  }

  /** Draws the matrices of a module anew. */
  #reset(module: BuiltModule, init: Initializer): void {
    const { dialect, backend } = this.#site
    for (const step of [...module.parameters()].map(stepOf)) {
      if (step.parameter.shape.length < 2 || step.parameter.option !== undefined) continue
      const choice = { init, source: 'option', reason: `the second draw of ${module.kind}` }
      const around = { modules: new Map(), owners: new Map(), values: 'now' } as const
      for (const again of dialect.arrange([{ ...step, choice }], around))
        again.parameter.prepare(again.choice, undefined, backend).commit()
    }
  }

  /** Draws what waits, in order; a module that is complete as a whole. */
  settle(complete?: BuiltModule): void {
    this.#waiting = this.#waiting.filter((node) => !('takesSeed' in node) || this.#takesPart(node))
    if (this.#waiting.length === 0) return
    const inside = new Set<unknown>(
      complete && [...complete.modules().values(), ...complete.parameters().values()],
    )
    for (let node = this.#waiting[0]; node !== undefined; node = this.#waiting[0]) {
      const own = 'takesSeed' in node ? node : this.#owners.get(node)
      const head = inside.has(node) ? complete : own
      if (head !== undefined) this.#drawTree(head)
      if (this.#waiting[0] !== node) continue
      this.#waiting.shift()
      if (!('takesSeed' in node)) this.#drawAlone(node)
    }
  }

  /** Whether a module without parameters of its own counts: one that takes a seed, or a dropout that is none of a layer's own. */
  #takesPart(module: BuiltModule): boolean {
    const isWithin = this.#open.some(({ kind }) => kind === 'attention' || kind === 'recurrent')
    return module.takesSeed || (module.kind === 'dropout' && !isWithin)
  }

  /** Whether a layer is the last one of an attention, which draws it in an order of its own. */
  #isPartOfAttention(module: BuiltModule): boolean {
    const waits = (above: BuiltModule): boolean =>
      above.kind === 'attention' &&
      this.#waiting.some((node) => node !== above && this.#owners.get(node as BuiltParameter) === above)
    return (
      this.#open.some(waits) && [...module.parameters().values()].some(({ use }) => use === 'attentionOutput')
    )
  }

  /** Draws what waits below a module, as one layer or several. */
  #drawTree(head: BuiltModule): void {
    const all = head.modules()
    const due = new Set(this.#waiting)
    const steps = [...head.parameters()].filter(([, parameter]) => due.has(parameter)).map(stepOf)
    const seeded = [...all].filter(([, module]) => due.has(module))
    const owners = new Map(steps.map(({ path }) => [path, ownerOf(path, all) ?? head] as const))
    const own = new Set([...owners.values(), ...seeded.map(([, module]) => module)])
    const drawn = new Set<unknown>([...steps.map(({ parameter }) => parameter), ...own])
    this.#waiting = this.#waiting.filter((node) => !drawn.has(node))
    this.#draw(steps, { modules: new Map([...all].filter(([, module]) => own.has(module))), owners })
  }

  #drawAlone(parameter: BuiltParameter): void {
    this.#draw([stepOf([parameter.path, parameter])], { modules: new Map(), owners: new Map() })
  }

  /** Draws all, and stores what has no values by then: constructors may have loaded some. */
  #draw(
    steps: readonly Step[],
    around: {
      readonly modules: ReadonlyMap<string, BuiltModule>
      readonly owners: ReadonlyMap<string, BuiltModule>
    },
  ): void {
    const { dialect, backend } = this.#site
    const arranged = dialect.arrange(steps, { ...around, values: 'now' })
    const unknown = arranged.filter(({ waits }) => waits && dialect.isSequential)
    this.unknown.push(...unknown.map(({ parameter }) => parameter))
    if (unknown.length > 0) return
    const pending = arranged.map(({ parameter, choice, waits }) => {
      const values = parameter.prepare(choice, undefined, waits ? undefined : backend)
      return { parameter, values }
    })
    for (const { parameter, values } of pending) if (!parameter.isReady) values.commit()
  }
}

function stepOf([path, parameter]: readonly [path: string, parameter: BuiltParameter]): Step {
  const { option, fallback } = parameter
  const choice =
    option === undefined
      ? { init: fallback, source: 'default', reason: "layer's default" }
      : { init: option, source: 'option', reason: 'constructor option' }
  return { path, parameter, choice }
}

/** The module that has the parameter of a path: the innermost of those above. */
function ownerOf(path: string, modules: ReadonlyMap<string, BuiltModule>): BuiltModule | undefined {
  const dot = path.lastIndexOf('.')
  if (dot < 0) return modules.get('')
  const above = path.slice(0, dot)
  return modules.get(above) ?? ownerOf(above, modules)
}
