import type { Tensor } from '@nn/tensor'

/** Whether a condition holds everywhere. */
export function all(condition: Tensor): boolean {
  return condition.all().item() === true
}

/** Whether a condition holds somewhere. */
export function any(condition: Tensor): boolean {
  return condition.any().item() === true
}
