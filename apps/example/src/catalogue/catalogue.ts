import { cpu } from '@nn/backend-cpu'
import { computeFans, createRequest } from '@nn/init'
import { createRng } from '@nn/random'
import type { Reader } from '../chapter/reader.ts'
import { digits } from '../table/plan.ts'
import { type Sample, samples } from './samples.ts'

const HEADINGS = [
  'initializer',
  'shape',
  'fans',
  'law',
  'mean',
  'measured',
  'std',
  'measured',
  'first values',
]

/** What an initializer promises of a parameter, and what it makes. */
interface Entry {
  readonly cells: readonly string[]
  readonly holds: boolean
}

/** The answer to the chapter's exercise: which initializers are built in, what each promises, and what it makes. */
export function showCatalogue(reader: Reader, seed: bigint): void {
  const entries = samples().map((sample) => entryOf(sample, seed))
  reader.text(
    `The ${entries.length} initializers of @nn/init, seed ${seed}; each on a parameter that suits it`,
  )
  reader.text('')
  reader.rows(
    HEADINGS,
    entries.map(({ cells }) => cells),
  )
  reader.text('')
  reader.claim(
    'every mean and std is within six standard errors of what the law says, where it says one',
    entries.every(({ holds }) => holds),
  )
}

function entryOf({ initializer, code, shape, axes }: Sample, seed: bigint): Entry {
  const fans = axes.in === undefined ? undefined : computeFans(shape, axes)
  const { text, mean, std } = initializer.describe({ shape, fans, axes, path: 'w' })
  const rng = createRng(seed).at('w')
  const request = createRequest({ path: 'w', shape, axes, dtype: 'float64', backend: cpu, rng })
  const values = [...initializer(request).toArray()].map(Number)
  const measured = momentsOf(values)
  const size = Math.abs(measured.mean) + measured.std
  const cells = [
    code,
    `[${shape.join(', ')}]`,
    fans === undefined ? '' : `${fans.fanIn} → ${fans.fanOut}`,
    text,
    shown(mean, size),
    mean === undefined ? '' : shown(measured.mean, size),
    shown(std, size),
    std === undefined ? '' : shown(measured.std, size),
    values
      .slice(0, 3)
      .map((value) => digits(value))
      .join(', '),
  ]
  return { cells, holds: agrees(values.length, { mean, std }, measured) }
}

interface Moments {
  readonly mean: number
  readonly std: number
}

function momentsOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, std: Math.sqrt(variance) }
}

/** Within six standard errors; those of a std for laws of a kurtosis below 60, as that of many zeros is. */
function agrees(
  count: number,
  { mean, std }: { readonly mean: number | undefined; readonly std: number | undefined },
  measured: Moments,
): boolean {
  if (mean === undefined || std === undefined) return true
  const tiny = 1e-12 * (1 + Math.abs(mean))
  const error = (6 * std) / Math.sqrt(count)
  return Math.abs(measured.mean - mean) <= error + tiny && Math.abs(measured.std - std) <= 4 * error + tiny
}

/** A moment beside numbers of this size, without digits that are noise of the arithmetic. */
function shown(moment: number | undefined, size: number): string {
  return moment === undefined ? '' : digits(Math.abs(moment) < 1e-12 * size ? 0 : moment)
}
