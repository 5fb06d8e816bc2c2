import type { LabState } from '../state/state.ts'

/** Numbers of an example that an MLP sees: those of the data, or, where they are drawn, as many as a layer has units. */
export function inputsOf({ data, width }: LabState): number {
  return data === 'spirals' ? 2 : data === 'digits' ? 64 : width
}

/** Classes of the data; ten of what is drawn. */
export function outputsOf({ data }: LabState): number {
  return data === 'spirals' ? 3 : 10
}
