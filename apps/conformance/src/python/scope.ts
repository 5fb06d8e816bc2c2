import { raised } from './errors.ts'
import type { PyClass } from './objects.ts'
import type { Node } from './syntax/syntax.ts'

/** How the parts of a program are run: what is read in one file and needed in all. */
export interface Machine {
  evaluate(node: Node, scope: Scope): unknown
  /** Runs statements until one ends what is around them. */
  run(statements: readonly Node[], scope: Scope): Signal | undefined
  /** The module of a name, as `import` finds it. */
  module(name: string): unknown
}

/** What ends a loop or a function early. */
export type Signal =
  | { readonly kind: 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: unknown }

/** A method that is running: the class that it was written in, and its first argument. */
export interface Frame {
  readonly owner: { class: PyClass | undefined }
  readonly self: unknown
}

type Kind = 'module' | 'function' | 'class' | 'comprehension'

/** The variables of a module, a function, a class or a comprehension. */
export class Scope {
  readonly machine: Machine
  readonly kind: Kind
  readonly names: Map<string, unknown> = new Map()
  readonly parent: Scope | undefined
  /** Where names that are declared global or nonlocal are assigned. */
  readonly elsewhere: Map<string, Scope> = new Map()
  readonly frame: Frame | undefined
  /** Of a class: the cell that its methods find it in. */
  readonly owner: Frame['owner'] | undefined

  constructor(
    machine: Machine,
    kind: Kind,
    parent?: Scope,
    {
      frame = parent?.frame,
      owner,
    }: { readonly frame?: Frame | undefined; readonly owner?: Frame['owner'] } = {},
  ) {
    this.machine = machine
    this.kind = kind
    this.parent = parent
    this.frame = frame
    this.owner = owner
  }

  get(name: string): unknown {
    for (let at: Scope | undefined = this; at !== undefined; at = at.parent) {
      // What a class body assigns is no variable of its methods.
      if (at.kind === 'class' && at !== this && this.kind !== 'comprehension') continue
      if (at.names.has(name)) return at.names.get(name)
    }
    throw raised('NameError', `name '${name}' is not defined`)
  }

  set(name: string, value: unknown): void {
    ;(this.elsewhere.get(name) ?? this).names.set(name, value)
  }

  /** The scope of the function or module around comprehensions: that of `:=`. */
  get around(): Scope {
    return this.kind === 'comprehension' && this.parent !== undefined ? this.parent.around : this
  }

  /** The module's scope. */
  get root(): Scope {
    return this.kind === 'module' || this.parent === undefined ? this : this.parent.root
  }

  /** The scope that `nonlocal name` means. */
  enclosing(name: string): Scope {
    for (let at = this.parent; at !== undefined; at = at.parent) {
      if (at.kind === 'function' && at.names.has(name)) return at
    }
    throw new SyntaxError(`no binding for nonlocal '${name}' found`)
  }
}
