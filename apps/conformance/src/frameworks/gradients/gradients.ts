import type { Comparison } from '../../golden/compare.ts'
import type { GradientCase } from './gradient-case.ts'
import { runLayerCase } from './layer-case.ts'
import { runProgramCase } from './program-case.ts'

/** Compares results and gradients of a layer, or of a program of operations. */
export function runGradients(golden: GradientCase): Comparison[] {
  return 'program' in golden ? runProgramCase(golden) : runLayerCase(golden)
}

/** What a case is of: the class of a layer, or the operations of a program. */
export function opOf(golden: GradientCase): string {
  return 'program' in golden ? golden.program.map(({ op }) => op).join(' ') : golden.layer
}
