import type { Framework } from '../framework.ts'
import { jax } from './jax.ts'
import { torch } from './torch.ts'

/** The adapters by the name that a file gives as its `framework`. */
export const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  jax,
  torch,
}
