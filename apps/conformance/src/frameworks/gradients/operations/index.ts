import { ELEMENTWISE } from './elementwise.ts'
import type { Operation } from './operation.ts'
import { PRODUCTS } from './products.ts'
import { REDUCTIONS } from './reductions.ts'
import { VIEWS } from './views.ts'

/** PyTorch's operations by their names. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...ELEMENTWISE,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...VIEWS,
}
