import { type LawOf, sizeOf } from '../law/values.ts'
import type { Prepared } from '../plan/prepare.ts'
import type { Finding } from './finding.ts'
import { digits } from './fit.ts'
import { normalCdf } from './normal-cdf.ts'
import type { Scan } from './scan.ts'

/** Where a file deviates from what a recipe says of a model: names, shapes, constants, means, deviations, cuts. */
export function againstRecipe(scans: readonly Scan[], { laws, recipe, model }: Prepared): Finding[] {
  const byName = new Map(scans.map((scan) => [scan.name, scan]))
  const known = new Set([...laws.map(({ parameter }) => parameter.name), ...model.tied.flat()])
  const tell = (name: string, text: string): Finding => ({
    ...{ severity: 'fault', kind: 'not as the recipe' },
    ...{ tensors: [name], text: `${text} (recipe ${recipe.name})` },
  })
  const extra = scans
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => tell(name, `${model.architecture} has no such parameter`))
  const deviating = laws.flatMap((law): Finding[] => {
    const { name, shape } = law.parameter
    const scan = byName.get(name)
    if (scan === undefined) return [tell(name, 'it is missing')]
    if (String(scan.shape) !== String(shape))
      return [tell(name, `its shape is [${scan.shape}], expected [${shape}]`)]
    const text = deviation(scan, law)
    return text === undefined ? [] : [tell(name, text)]
  })
  const idle = laws.flatMap((law): Finding[] => {
    const text = idleCut(law)
    const tensors = [law.parameter.name]
    return text === undefined ? [] : [{ severity: 'note', kind: 'cut', tensors, text }]
  })
  return [...deviating, ...extra, ...idle]
}

/** A cut so far out that it cuts nothing, as PyTorch's `trunc_normal_` with a small std and its bounds of ±2. */
function idleCut({ parameter, matrices }: LawOf): string | undefined {
  const count = sizeOf(parameter.shape)
  for (const [matrix, { init }] of matrices) {
    if (init.config.name !== 'truncatedNormal') continue
    const { low = 0, high = 0, std = 0, mean = 0 } = init.describe({ shape: matrix.shape, fans: matrix.fans })
    const near = Math.min(high - mean, mean - low) / std
    if (std > 0 && 2 * (1 - normalCdf(near)) * count < 1e-3) {
      return `the cut to [${digits(low)}, ${digits(high)}] is ${digits(near, 3)} deviations away and cuts none of ${count} values: the law is a normal one`
    }
  }
  return undefined
}

/** What is wrong with a tensor, if anything is. */
function deviation(scan: Scan, law: LawOf): string | undefined {
  const { count, nonFinite } = scan
  if (nonFinite > 0) return undefined
  const expected = expectedMoments(law)
  if (expected.std === 0 && expected.low === expected.high) {
    const error = Math.abs(expected.low) * 2 ** -8
    if (Math.abs(scan.low - expected.low) <= error && Math.abs(scan.high - expected.low) <= error)
      return undefined
    return `its values are ${scan.law.text}, expected ${digits(expected.low)} everywhere`
  }
  // Six standard errors, and what rounding to 16 bits may do.
  const allowed = expected.std * (6 / Math.sqrt(2 * count) + 2 ** -8)
  if (Math.abs(scan.std - expected.std) > allowed) {
    return `its deviation is ${digits(scan.std)}, expected ${digits(expected.std)}`
  }
  if (
    Math.abs(scan.mean - expected.mean) >
    (6 * expected.std) / Math.sqrt(count) + Math.abs(expected.mean) * 2 ** -8
  ) {
    return `its mean is ${digits(scan.mean)}, expected ${digits(expected.mean)}`
  }
  const slack = 1 + 2 ** -7
  if (scan.high > expected.high * slack || scan.low < expected.low * slack) {
    return `its values reach from ${digits(scan.low)} to ${digits(scan.high)}, expected [${digits(expected.low)}, ${digits(expected.high)}]`
  }
  return shapeOfLaw(scan, law)
}

/** Whether the values follow the law of one matrix, where Kolmogorov and Smirnov can tell. */
function shapeOfLaw({ law: found }: Scan, { matrices }: LawOf): string | undefined {
  const [only] = matrices
  if (matrices.length !== 1 || only === undefined || found.kind === 'few') return undefined
  const [matrix, { init, zeroPadding }] = only
  if (zeroPadding || found.possible.some((kind) => kind === init.config.name)) return undefined
  if (found.kind !== 'other' && found.kind !== 'uniform' && init.config.name !== 'uniform') return undefined
  const { text } = init.describe({ shape: matrix.shape, fans: matrix.fans })
  return `its values look like ${found.text}, expected ${text}`
}

interface Expected {
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
}

/** Moments of all matrices of a parameter together, the row of padding as zeros. */
function expectedMoments({ parameter, matrices }: LawOf): Expected {
  const parts = matrices.map(([matrix, { init }]): readonly [number, Expected] => {
    const {
      mean = 0,
      std = 0,
      low = mean,
      high = mean,
    } = init.describe({ shape: matrix.shape, fans: matrix.fans })
    return [sizeOf(matrix.shape), { mean, std, low, high }]
  })
  if (parameter.padding !== undefined && matrices.some(([, { zeroPadding }]) => zeroPadding)) {
    const width = sizeOf(parameter.shape.slice(1))
    const [first] = parts
    if (first !== undefined)
      parts.splice(0, 1, [first[0] - width, first[1]], [width, { mean: 0, std: 0, low: 0, high: 0 }])
  }
  const total = parts.reduce((sum, [size]) => sum + size, 0)
  const average = (of: (part: Expected) => number): number =>
    parts.reduce((sum, [size, part]) => sum + (of(part) * size) / total, 0)
  const mean = average((part) => part.mean)
  return {
    mean,
    std: Math.sqrt(average((part) => part.std ** 2 + (part.mean - mean) ** 2)),
    low: Math.min(...parts.map(([, { low }]) => low)),
    high: Math.max(...parts.map(([, { high }]) => high)),
  }
}
