import type { Module } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { CodeData } from '../pictures/picture.ts'
import type { DialectName, LabState } from '../state/state.ts'
import type { Sites } from './sites.ts'

export type Program = CodeData['programs'][number]

/** How one framework says a state. */
export interface Framework {
  readonly name: Program['framework']
  readonly title: string
  /** Whose bits its program prints; undefined for those of the state. */
  readonly dialect: DialectName | undefined
  /** The parameters of a network under the framework's names, in its layout and its order. */
  parameters(net: Module, state: LabState): ReadonlyMap<string, Tensor>
  /** What its program prints of the first values of a parameter. */
  print(values: Float32Array, isRounded: boolean): string
  /** The program. @throws Refusal if there is none. */
  write(state: LabState, sites: Sites, printing: Printing): string
  /** What is to be said of a program; undefined if nothing is. */
  note?(state: LabState, sites: Sites): string | undefined
  /** Why what it prints is not known here; undefined where it is. */
  unknown?(state: LabState, sites: Sites): string | undefined
}

/** What a program prints of its parameters. */
export interface Printing {
  /** Whether they are so many that it prints the first and the last alone. */
  readonly isLong: boolean
  /** Whether it prints four digits, because the last ones hang on the library that multiplies matrices. */
  readonly isRounded: boolean
}
