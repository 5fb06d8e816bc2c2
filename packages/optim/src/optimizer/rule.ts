import type { Values } from './values.ts'

/** The numbers and switches of an optimizer, all of them given. */
export interface Hyper {
  readonly learningRate: number
}

/** What is kept for one parameter between steps. */
export interface Kept {
  /** How many steps it has taken: those without a gradient do not count. */
  steps: number
  /** Arrays of its size, by name. */
  readonly slots: Readonly<Record<string, Values>>
  /** Numbers, by name. */
  readonly numbers: Record<string, number>
}

/** One parameter in one step. */
export interface Move<H extends Hyper> {
  /** The weights, which are moved in place. */
  readonly w: Values
  /** Their gradient, which is not changed. */
  readonly g: Values
  readonly kept: Kept
  readonly hyper: H
  /** The learning rate of this step. */
  readonly rate: number
}

/** How an optimizer moves a parameter. */
export interface Rule<H extends Hyper> {
  /** The function that makes it. */
  readonly name: string
  /** The arrays that it keeps for a parameter, and the value that each begins with. */
  readonly slots: (hyper: H) => Readonly<Record<string, number>>
  /** The numbers that it keeps for a parameter, and what they begin with. */
  readonly numbers?: Readonly<Record<string, number>>
  readonly move: (move: Move<H>) => void
}
