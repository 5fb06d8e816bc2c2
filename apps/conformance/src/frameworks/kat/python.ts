import { createPythonRng } from '@nn/random/python'
import { at } from '../../golden/present.ts'
import { listOf, textOf } from '../../golden/read.ts'
import { hex, type VectorCheck } from './vector.ts'

function doubleHex(x: number): string {
  return hex(at(new BigUint64Array(new Float64Array([x]).buffer), 0), 16)
}

/** CPython's `random`: each list starts from the seed. */
export const PYTHON_VECTORS: Readonly<Record<string, VectorCheck>> = {
  'python-random': (vector) => {
    const times = <T>(member: string, draw: (rng: ReturnType<typeof createPythonRng>) => T): T[] => {
      const rng = createPythonRng(BigInt(textOf(vector.seed)))
      return listOf(vector[member]).map(() => draw(rng))
    }
    return {
      getrandbits32: times('getrandbits32', (rng) => Number(rng.getrandbits(32))),
      random_hex: times('random_hex', (rng) => doubleHex(rng.random())),
      randint_1_1e9: times('randint_1_1e9', (rng) => rng.randint(1, 1e9)),
      randint_0_2147483647: times('randint_0_2147483647', (rng) => rng.randint(0, 2147483647)),
    }
  },
}
