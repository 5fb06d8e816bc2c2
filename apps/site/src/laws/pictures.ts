import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { createRng } from '@nn/random'
import {
  chronoDensity,
  cutDensity,
  type Density,
  haarDensity,
  halfNormalDensity,
  normalDensity,
  pointMass,
  uniformDensity,
  withZeros,
} from './densities.ts'
import { histogramPicture } from './histogram-picture.ts'
import { type MatrixLayout, matrixPicture } from './matrix-picture.ts'
import { digits } from './svg.ts'

/** The axes of a weight, and its lengths. */
interface Target {
  readonly shape: readonly number[]
  readonly axes?: init.Axes
}

/** How an initializer is made for its picture, as a reader would type it, and on what. */
interface Case extends Target {
  readonly code: string
  readonly make: () => init.Initializer
}

/** What a picture shows: values beside the density of their law, or the weight itself. */
type Drawn =
  | (Case & { readonly density: (law: init.Law) => Density })
  | (Case & { readonly layout: MatrixLayout })

const GATES = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const DENSE: Target = { shape: [400, 256], axes: { out: 0, in: 1 } }
const BIAS: Target = { shape: [40000], axes: { out: 0, blocks: GATES } }

const ofBounds = ({ low = 0, high = 0 }: init.Law): Density => uniformDensity(low, high)
const ofNormal = ({ mean = 0, std = 0 }: init.Law): Density => normalDensity(mean, std)
const ofCut = ({ high = 0 }: init.Law): Density => cutDensity(high / 2)
const ofHaar = ({ std = 0 }: init.Law): Density => haarDensity(Math.round(1 / std ** 2))
// Values are float32.
const constantLaw = ({ mean = 0 }: init.Law): Density => pointMass(Math.fround(mean))

/** A law over many values, beside its density. */
function law(
  code: string,
  make: () => init.Initializer,
  density: (law: init.Law) => Density,
  target: Target = DENSE,
): Drawn {
  return { code, make, density, ...target }
}

/** A small weight, element by element. */
function weight(code: string, make: () => init.Initializer, target: Target, layout: MatrixLayout): Drawn {
  return { code, make, layout, ...target }
}

const axes: init.Axes = { out: 0, in: 1 }
const kernel = (out: number, inputs: number, taps: number): readonly [Target, MatrixLayout] => [
  { shape: [out, inputs, taps], axes },
  { rows: out, columns: inputs * taps, group: taps },
]
const image = (length: number): readonly [Target, MatrixLayout] => [
  { shape: [1, 1, length, length], axes },
  { rows: length, columns: length },
]
const matrix = (rows: number, columns: number): readonly [Target, MatrixLayout] => [
  { shape: [rows, columns], axes },
  { rows, columns },
]
const gates: readonly [Target, MatrixLayout] = [
  { shape: [32], axes: { out: 0, blocks: GATES } },
  { rows: 4, columns: 8, names: GATES.names },
]

/** The pictures of each initializer, by its name. */
const PICTURES: Readonly<Record<string, readonly Drawn[]>> = {
  zeros: [law('zeros()', init.zeros, constantLaw)],
  ones: [law('ones()', init.ones, constantLaw)],
  constant: [law('constant(42)', () => init.constant(42), constantLaw)],
  priorBias: [
    law('priorBias({ probability: 0.01 })', () => init.priorBias({ probability: 0.01 }), constantLaw, {
      shape: [80],
      axes: { out: 0 },
    }),
  ],
  uniform: [
    law('uniform({ low: -0.07, high: 0.07 })', () => init.uniform({ low: -0.07, high: 0.07 }), ofBounds),
  ],
  normal: [law('normal({ std: 0.01 })', () => init.normal({ std: 0.01 }), ofNormal)],
  truncatedNormal: [law('truncatedNormal({ std: 0.02 })', () => init.truncatedNormal({ std: 0.02 }), ofCut)],
  varianceScaling: [
    law(
      "varianceScaling({ scale: 2, mode: 'fanOut' })",
      () => init.varianceScaling({ scale: 2, mode: 'fanOut' }),
      ofNormal,
    ),
    law(
      "varianceScaling({ distribution: 'uniform' })",
      () => init.varianceScaling({ distribution: 'uniform' }),
      ofBounds,
    ),
  ],
  xavierUniform: [law('xavierUniform()', init.xavierUniform, ofBounds)],
  xavierNormal: [law('xavierNormal()', init.xavierNormal, ofNormal)],
  xavierTruncatedNormal: [law('xavierTruncatedNormal()', init.xavierTruncatedNormal, ofCut)],
  glorotUniform: [law('glorotUniform()', init.glorotUniform, ofBounds)],
  glorotNormal: [law('glorotNormal()', init.glorotNormal, ofCut)],
  mxnetXavier: [
    law('mxnetXavier()', init.mxnetXavier, ofBounds),
    law("mxnetXavier({ rndType: 'gaussian' })", () => init.mxnetXavier({ rndType: 'gaussian' }), ofNormal),
  ],
  kaimingUniform: [law('kaimingUniform()', init.kaimingUniform, ofBounds)],
  kaimingNormal: [law('kaimingNormal()', init.kaimingNormal, ofNormal)],
  kaimingTruncatedNormal: [law('kaimingTruncatedNormal()', init.kaimingTruncatedNormal, ofCut)],
  heUniform: [law('heUniform()', init.heUniform, ofBounds)],
  heNormal: [law('heNormal()', init.heNormal, ofCut)],
  msraPrelu: [law('msraPrelu()', init.msraPrelu, ofNormal)],
  lecunUniform: [law('lecunUniform()', init.lecunUniform, ofBounds)],
  lecunNormal: [law('lecunNormal()', init.lecunNormal, ofNormal)],
  lecunTruncatedNormal: [law('lecunTruncatedNormal()', init.lecunTruncatedNormal, ofCut)],
  orthogonal: [
    law('orthogonal()', init.orthogonal, ofHaar, { shape: [256, 256], axes }),
    weight('orthogonal()', init.orthogonal, ...matrix(8, 12)),
  ],
  deltaOrthogonal: [weight('deltaOrthogonal()', init.deltaOrthogonal, ...kernel(6, 5, 3))],
  orthogonalConv: [weight('orthogonalConv()', init.orthogonalConv, ...kernel(6, 5, 3))],
  eye: [
    weight('eye()', init.eye, ...matrix(6, 8)),
    weight('eye({ shift: 1 })', () => init.eye({ shift: 1 }), ...matrix(6, 8)),
  ],
  irnn: [
    weight(
      'irnn()',
      init.irnn,
      { shape: [24, 6], axes: { out: 0, in: 1, blocks: GATES } },
      {
        rows: 24,
        columns: 6,
        names: GATES.names.flatMap((name) => [name, '', '', '', '', '']),
      },
    ),
  ],
  dirac: [weight('dirac()', init.dirac, ...kernel(4, 4, 3))],
  hadamard: [weight('hadamard()', init.hadamard, ...matrix(8, 8))],
  zerO: [weight('zerO()', init.zerO, ...matrix(8, 6)), weight('zerO()', init.zerO, ...matrix(6, 8))],
  sparse: [
    law(
      'sparse({ sparsity: 0.7 })',
      () => init.sparse({ sparsity: 0.7 }),
      () => withZeros(normalDensity(0, 0.01), 0.3),
    ),
    weight('sparse({ sparsity: 0.7 })', () => init.sparse({ sparsity: 0.7 }), ...matrix(10, 16)),
  ],
  masked: [
    law(
      'masked(normal(), { keep: 0.3 })',
      () => init.masked(init.normal(), { keep: 0.3 }),
      () => withZeros(normalDensity(0, 1), 0.3),
    ),
    weight(
      'masked(normal(), { keep: 0.3 })',
      () => init.masked(init.normal(), { keep: 0.3 }),
      ...matrix(10, 16),
    ),
  ],
  byBlock: [
    weight(
      'byBlock({ forget: ones() }, normal({ std: 0.1 }))',
      () => init.byBlock({ forget: init.ones() }, init.normal({ std: 0.1 })),
      ...gates,
    ),
  ],
  lstmBias: [weight('lstmBias()', init.lstmBias, ...gates)],
  chrono: [
    law(
      'chrono({ maxTime: 30 })',
      () => init.chrono({ maxTime: 30 }),
      () => chronoDensity(30),
      BIAS,
    ),
    weight('chrono({ maxTime: 30 })', () => init.chrono({ maxTime: 30 }), ...gates),
  ],
  siren: [law('siren()', init.siren, ofBounds)],
  spectral: [law('spectral()', init.spectral, ofNormal)],
  bilinear: [
    weight('bilinear()', init.bilinear, ...image(7)),
    weight('bilinear()', init.bilinear, ...image(8)),
  ],
  mxnetBilinear: [
    weight('mxnetBilinear()', init.mxnetBilinear, ...image(7)),
    weight('mxnetBilinear()', init.mxnetBilinear, ...image(8)),
  ],
  stft: [
    weight(
      "stft({ side: 'real' })",
      () => init.stft({ side: 'real' }),
      { shape: [9, 1, 16] },
      { rows: 9, columns: 16, names: Array.from({ length: 9 }, (_, bin) => `bin ${bin}`) },
    ),
  ],
  scaled: [law('scaled(normal(), 0.5)', () => init.scaled(init.normal(), 0.5), ofNormal)],
  mapped: [
    law(
      'mapped(normal(), (w) => w.abs())',
      () => init.mapped(init.normal(), (w) => w.abs()),
      halfNormalDensity,
    ),
  ],
}

/** A picture and the line below it. */
export interface Picture {
  readonly svg: string
  /** Markdown. */
  readonly caption: string
}

/** The pictures of an initializer; none for one whose values have no law of their own. */
export function picturesOf(name: string): Picture[] {
  return (PICTURES[name] ?? []).map((drawn) => {
    const { values, law } = sampleOf(drawn)
    return 'layout' in drawn ? ofMatrix(drawn, values, drawn.layout) : ofLaw(drawn, values, law)
  })
}

/** What the histograms of an initializer show: the values, and the density that is drawn over them. */
export function samplesOf(name: string): { readonly values: ArrayLike<number>; readonly density: Density }[] {
  return (PICTURES[name] ?? []).flatMap((drawn) => {
    if ('layout' in drawn) return []
    const { values, law } = sampleOf(drawn)
    return [{ values, density: drawn.density(law) }]
  })
}

/** Drawn values with seed 42, and the law that the initializer says they have. */
function sampleOf({ make, shape, axes }: Drawn): { readonly values: Float32Array; readonly law: init.Law } {
  const initializer = make()
  const given = axes === undefined ? {} : { axes }
  const values = init.draw(initializer, { shape, ...given, rng: createRng(42), path: 'w', backend: cpu })
  const fans = axes?.in === undefined ? undefined : init.computeFans(shape, axes)
  return { values, law: initializer.describe({ shape, fans, axes, path: 'w' }) }
}

function ofMatrix({ code, shape }: Drawn, values: Float32Array, layout: MatrixLayout): Picture {
  const place = `[${shape.join(', ')}]`
  const hasNegative = values.some((value) => value < 0)
  return {
    svg: matrixPicture(values, layout, `${code} on ${place}, value by value`),
    caption: `\`${code}\` on ${place}: areas of squares are sizes${hasNegative ? ', outlined ones are negative' : ''}.`,
  }
}

function ofLaw(
  { code, shape, density }: Extract<Drawn, { readonly density: unknown }>,
  values: Float32Array,
  law: init.Law,
): Picture {
  const { mean, std } = momentsOf(values)
  const predicted =
    law.mean === undefined || law.std === undefined
      ? ''
      : `; predicted mean ${shown(law.mean, law.std)}, std ${digits(law.std)}`
  const label = `Histogram of ${values.length} values of ${code}, and the density of ${law.text}`
  return {
    svg: histogramPicture(values, density(law), label),
    caption: `\`${code}\` on [${shape.join(', ')}], seed 42: measured mean ${digits(mean)}, std ${digits(std)}${predicted}.`,
  }
}

/** A mean, without digits that are noise of the arithmetic. */
function shown(mean: number, std: number): string {
  return digits(Math.abs(mean) < 1e-12 * std ? 0 : mean)
}

function momentsOf(values: Float32Array): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, std: Math.sqrt(square / values.length) }
}
