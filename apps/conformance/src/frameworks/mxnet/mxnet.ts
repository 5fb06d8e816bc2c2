import { createMxnetRng, type MxnetApi } from '@nn/random/mxnet'
import { ArgReader } from '../../golden/args.ts'
import type { Computed, Framework, Values } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { numberOf } from '../../golden/read.ts'
import { initialize } from './initializers.ts'
import { PROGRAMS } from './programs.ts'

/** A fill of a program: tensor, kind, elements, low and high or mean and std, and shape. */
type Step = readonly [string, string, number, number, number, (readonly number[])?]

function floats(golden: GoldenCase): Float32Array {
  if (golden.dtype !== 'float32') throw new RangeError(`expected dtype float32, got ${golden.dtype}`)
  return new Float32Array(present(golden.shape, 'shape').reduce((product, size) => product * size, 1))
}

function seedOf({ seed }: GoldenCase): number | bigint {
  return typeof seed === 'string' ? BigInt(seed) : numberOf(seed)
}

function fill(api: MxnetApi, law: string, golden: GoldenCase): Values {
  const args = new ArgReader(golden.args)
  const rng = createMxnetRng(seedOf(golden), { api })
  const out = floats(golden)
  if (law === 'uniform') rng.uniform(out, { low: args.number('low', 0), high: args.number('high', 1) })
  else rng.normal(out, { mean: args.number('loc', 0), std: args.number('scale', 1) })
  args.done()
  return out
}

/** A program's fills in turn: a seed gives each of the two families its own engines, which go on. */
function runSteps(golden: GoldenCase, steps: readonly Step[]): Computed[] {
  const seed = seedOf(golden)
  const streams = { nd: createMxnetRng(seed), np: createMxnetRng(seed, { api: 'np' }) }
  return steps.map(([name, kind, count, a, b]) => {
    const [, api, law] = /^(nd|np)_(normal|uniform)$/.exec(kind) ?? []
    if (api === undefined) throw new RangeError(`a kind of fill that is not known: ${kind}`)
    const rng = api === 'np' ? streams.np : streams.nd
    const out = new Float32Array(count)
    return {
      name,
      values:
        law === 'uniform' ? rng.uniform(out, { low: a, high: b }) : rng.normal(out, { mean: a, std: b }),
    }
  })
}

/** MXNet on a CPU. */
export const mxnet: Framework = (golden) => {
  const [, api, law] = /^mx\.(nd|np)\.random\.(normal|uniform)$/.exec(golden.op) ?? []
  if (api !== undefined) return [{ values: fill(api === 'np' ? 'np' : 'nd', present(law, 'law'), golden) }]
  const program = PROGRAMS[golden.op]
  if (program) return program(golden, createMxnetRng(seedOf(golden)))
  const { steps } = golden.args
  if (Array.isArray(steps)) return runSteps(golden, steps as Step[])
  const args = new ArgReader(golden.args)
  // Initializers that draw nothing have no seed.
  const rng = createMxnetRng(golden.seed === null ? 0 : seedOf(golden))
  const values = initialize(/^mx\.init\.(\w+)$/.exec(golden.op)?.[1] ?? '', args, {
    rng,
    shape: present(golden.shape, 'shape'),
  })
  if (values === undefined) return 'unknown'
  args.done()
  return [{ values }]
}
