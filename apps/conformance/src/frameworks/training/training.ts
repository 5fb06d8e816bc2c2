import type { Comparison } from '../../golden/compare.ts'
import { runClip } from './clips.ts'
import { runCurve } from './curves.ts'
import { runOptimizer } from './optimizers.ts'
import { runSchedule } from './schedules.ts'
import { runSymmetry } from './symmetry.ts'
import type { TrainingCase } from './training-case.ts'

/** Runs an optimizer on given gradients, a schedule, a clip or a whole training. @throws Error of what there is no adapter for */
export function runTraining(golden: TrainingCase): Comparison[] {
  switch (golden.kind) {
    case 'optimizer':
      return runOptimizer(golden)
    case 'schedule':
      return runSchedule(golden)
    case 'clip':
      return runClip(golden)
    case 'curve':
      return runCurve(golden)
    default:
      return runSymmetry(golden)
  }
}

/** What a report calls such cases. */
export function trainingOp(golden: TrainingCase): string {
  switch (golden.kind) {
    case 'optimizer':
      return `torch.optim.${golden.optimizer}`
    case 'schedule':
      return `torch.optim.lr_scheduler.${golden.scheduler.name}`
    case 'clip':
      return `clip by ${golden.clip.by}`
    case 'curve':
      return 'training curve'
    default:
      return `symmetry: ${golden.kind}`
  }
}
