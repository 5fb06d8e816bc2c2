import type { Comparison } from '../../golden/compare.ts'
import type { Vector } from '../../golden/golden.ts'
import { GLIBC_VECTORS } from './glibc.ts'
import { JAX_VECTORS } from './jax.ts'
import { MT19937_VECTORS } from './mt19937.ts'
import { NUMPY_VECTORS } from './numpy.ts'
import { PUBLISHED_VECTORS } from './published.ts'
import { PYTHON_VECTORS } from './python.ts'
import { TENSORFLOW_VECTORS } from './tensorflow.ts'
import type { VectorCheck } from './vector.ts'

/** The checks by the name in a vector's id, `kat-<number>-<name>`. Each engine's file adds its own. */
const CHECKS: Readonly<Record<string, VectorCheck>> = {
  ...JAX_VECTORS,
  ...TENSORFLOW_VECTORS,
  ...GLIBC_VECTORS,
  ...MT19937_VECTORS,
  ...NUMPY_VECTORS,
  ...PUBLISHED_VECTORS,
  ...PYTHON_VECTORS,
}

/** Compares every output that a vector holds. */
export function runVector(vector: Vector): Comparison[] {
  const check = CHECKS[vector.id.replace(/^kat-\d+-/, '')]
  if (!check) return [{ values: 0, mismatchingBits: 0, ulp: 0, problem: 'unknown vector' }]
  try {
    return Object.entries(check(vector)).map(([member, got]) => compareLists(member, vector[member], got))
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return [{ values: 0, mismatchingBits: 0, ulp: 0, problem }]
  }
}

function compareLists(member: string, expected: unknown, got: unknown): Comparison {
  const want = Array.isArray(expected) ? expected : [expected]
  const have = Array.isArray(got) ? got : [got]
  const at = want.findIndex((value, i) => value !== have[i])
  const base = { values: want.length, mismatchingBits: 0, ulp: 0 }
  if (expected === undefined) return { ...base, problem: `${member}: the vector has no such member` }
  if (have.length !== want.length)
    return { ...base, problem: `${member}: expected ${want.length} values, got ${have.length}` }
  return at < 0 ? base : { ...base, problem: `${member}[${at}]: expected ${want[at]}, got ${have[at]}` }
}
