import PYTHON from './python-losses.json' with { type: 'json' }

/** A loss in PyTorch, and how far rounding alone moves it: the distance of float32 from float64. */
export interface PythonLoss {
  /** Steps that were taken before. */
  readonly step: number
  readonly loss: number
  readonly rounding: number
}

/** The seed that PyTorch's networks started with. */
export const PYTHON_SEED: number = PYTHON.seed

/** PyTorch's losses of a lesson, for the steps that are stored; none of a lesson that was not run there. */
export function pythonLosses(lesson: string): PythonLoss[] {
  const all: Readonly<Record<string, Readonly<Record<string, Omit<PythonLoss, 'step'>>>>> = PYTHON.losses
  return Object.entries(all[lesson] ?? {}).map(([step, loss]) => ({ step: Number(step), ...loss }))
}

/** How far a loss may be from PyTorch's, which adds in another order, where rounding does not grow. */
export const NEAR = 1e-5

/** How far a loss may be from this one of PyTorch. */
export function toleranceOf({ rounding }: PythonLoss): number {
  return NEAR + 4 * rounding
}
