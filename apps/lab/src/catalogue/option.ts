/** An option of an initializer or a recipe, from which a form makes a control. */
export type Option = NumberOption | ChoiceOption | BooleanOption

interface Named {
  readonly name: string
  /** Whether it is always written, because the factory has no default for it; `default` is then what a form begins with. */
  readonly isRequired?: boolean
}

export interface NumberOption extends Named {
  readonly kind: 'number'
  /** Ends of what a form offers; the initializer takes more, and says itself what it refuses. */
  readonly min: number
  readonly max: number
  readonly step: number
  /** Undefined where it follows from others. */
  readonly default: number | undefined
}

export interface ChoiceOption extends Named {
  readonly kind: 'choice'
  readonly values: readonly string[]
  readonly default: string
}

export interface BooleanOption extends Named {
  readonly kind: 'boolean'
  readonly default: boolean
}

/** The value of an option. */
export type OptionValue = number | string | boolean
/** Options that are given, by name. */
export type GivenOptions = Readonly<Record<string, OptionValue>>

/** An initializer or a recipe by its name, with its options in the order of a form. */
export interface Entry {
  readonly name: string
  readonly options: readonly Option[]
}

/** Entries under one heading. */
export interface Group {
  readonly title: string
  readonly entries: readonly Entry[]
}
