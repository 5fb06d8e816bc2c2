import type { FloatDType } from '../law/encode.ts'
import type { Multiplier } from '../recipe/recipe.ts'
import { tableOf } from './table.ts'

/** One tensor of a checkpoint that is not written yet. */
export interface PlannedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly elements: number
  readonly bytes: number
  /** The law of its elements, such as `N(0, 0.02²)`; of packed matrices the laws of each, in their order. */
  readonly law: string
  readonly reason: string
  /** The file that it goes to. */
  readonly file: string
}

/** One file of a checkpoint. */
export interface PlannedFile {
  readonly name: string
  /** Bytes of its tensors, without the header. */
  readonly bytes: number
  /** Names of its tensors, in the order of the file. */
  readonly tensors: readonly string[]
}

/** A checkpoint that is not written yet; as text a table. */
export interface Plan {
  readonly modelType: string
  readonly architecture: string
  readonly recipe: string
  /** Where the recipe's formulas stand. */
  readonly source: string
  /** Options of the recipe. */
  readonly options: Readonly<Record<string, number>>
  /** Decimal digits. */
  readonly seed: string
  readonly dtype: FloatDType
  /** Most bytes of tensors in a file. */
  readonly shard: number
  /** Number of elements. */
  readonly parameters: number
  readonly bytes: number
  /** In the order of `named_parameters()`. */
  readonly tensors: readonly PlannedTensor[]
  readonly files: readonly PlannedFile[]
  /** Names that are one parameter, the stored one first. */
  readonly tied: readonly (readonly string[])[]
  /** Factors that the trainer has to apply. */
  readonly multipliers: readonly Multiplier[]
  toString(): string
}

/** Adds the table to the facts of a plan. */
export function asPlan(facts: Omit<Plan, 'toString'>): Plan {
  const plan = { ...facts }
  Object.defineProperty(plan, 'toString', { value: () => tableOf(facts), enumerable: false })
  return Object.freeze(plan)
}
