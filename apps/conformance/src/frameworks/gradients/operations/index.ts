import { ELEMENTWISE } from './elementwise.ts'
import { FUNCTIONS } from './functions.ts'
import { LOSSES } from './losses.ts'
import type { Operation } from './operation.ts'
import { PRODUCTS } from './products.ts'
import { REDUCTIONS } from './reductions.ts'
import { VIEWS } from './views.ts'

/** PyTorch's operations by their names. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...ELEMENTWISE,
  ...FUNCTIONS,
  ...LOSSES,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...VIEWS,
}
