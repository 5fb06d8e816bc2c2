import type { KerasTensor } from '../core/tensor.ts'
import { type Application, type Layers, USUAL } from './application.ts'

/** Filters, height and width of a kernel. */
type Kernel = readonly [filters: number, rows: number, columns: number]

const HALF = { strides: [2, 2], padding: 'valid' } as const

/** `conv2d_bn` */
function convBn(
  input: KerasTensor,
  { Activation, BatchNormalization, Conv2D }: Layers,
  [filters, rows, columns]: Kernel,
  {
    strides = [1, 1],
    padding = 'same',
  }: { readonly strides?: readonly number[]; readonly padding?: string } = {},
): KerasTensor {
  let x = Conv2D([filters, [rows, columns]], { strides, padding, use_bias: false })(input)
  x = BatchNormalization([], { axis: 3, scale: false })(x)
  return Activation(['relu'])(x)
}

/** Convolutions one after the other. */
function chain(input: KerasTensor, layers: Layers, kernels: readonly Kernel[]): KerasTensor {
  return kernels.reduce((x, kernel) => convBn(x, layers, kernel), input)
}

function pooled(x: KerasTensor, layers: Layers, filters: number): KerasTensor {
  const y = layers.AveragePooling2D([[3, 3]], { strides: [1, 1], padding: 'same' })(x)
  return convBn(y, layers, [filters, 1, 1])
}

/** Blocks of 35 by 35. */
function mixed35(x: KerasTensor, layers: Layers, filters: number, name: string): KerasTensor {
  const branches = [
    chain(x, layers, [[64, 1, 1]]),
    chain(x, layers, [
      [48, 1, 1],
      [64, 5, 5],
    ]),
    chain(x, layers, [
      [64, 1, 1],
      [96, 3, 3],
      [96, 3, 3],
    ]),
    pooled(x, layers, filters),
  ]
  return layers.Concatenate([], { axis: 3, name })(branches)
}

/** Blocks of 17 by 17, with kernels of 7 in one direction. */
function mixed17(x: KerasTensor, layers: Layers, width: number, name: string): KerasTensor {
  const branches = [
    chain(x, layers, [[192, 1, 1]]),
    chain(x, layers, [
      [width, 1, 1],
      [width, 1, 7],
      [192, 7, 1],
    ]),
    chain(x, layers, [
      [width, 1, 1],
      [width, 7, 1],
      [width, 1, 7],
      [width, 7, 1],
      [192, 1, 7],
    ]),
    pooled(x, layers, 192),
  ]
  return layers.Concatenate([], { axis: 3, name })(branches)
}

/** Blocks of 8 by 8, whose branches part. */
function mixed8(x: KerasTensor, layers: Layers, i: number): KerasTensor {
  const { Concatenate } = layers
  const parted = (from: KerasTensor): KerasTensor[] =>
    (
      [
        [384, 1, 3],
        [384, 3, 1],
      ] as const
    ).map((kernel) => convBn(from, layers, kernel))
  const first = chain(x, layers, [[320, 1, 1]])
  const second = Concatenate([], { axis: 3, name: `mixed9_${i}` })(parted(chain(x, layers, [[384, 1, 1]])))
  const third = Concatenate([], { axis: 3 })(
    parted(
      chain(x, layers, [
        [448, 1, 1],
        [384, 3, 3],
      ]),
    ),
  )
  return Concatenate([], { axis: 3, name: `mixed${9 + i}` })([first, second, third, pooled(x, layers, 192)])
}

function stem(image: KerasTensor, layers: Layers): KerasTensor {
  const valid = { padding: 'valid' }
  const pool = () => layers.MaxPooling2D([[3, 3]], { strides: [2, 2] })
  let x = convBn(image, layers, [32, 3, 3], HALF)
  x = convBn(x, layers, [32, 3, 3], valid)
  x = pool()(convBn(x, layers, [64, 3, 3]))
  x = convBn(x, layers, [80, 1, 1], valid)
  return pool()(convBn(x, layers, [192, 3, 3], valid))
}

/** `keras.applications.InceptionV3` (Szegedy et al., 2015, https://arxiv.org/abs/1512.00567). */
export const InceptionV3: Application = {
  parameters: USUAL,
  size: 299,
  name: 'inception_v3',
  build: (image, layers, { include_top, classes, classifier_activation: activation }) => {
    const { Concatenate, Dense, GlobalAveragePooling2D, MaxPooling2D } = layers
    let x = stem(image, layers)
    for (const [i, filters] of [32, 64, 64].entries()) x = mixed35(x, layers, filters, `mixed${i}`)
    const third = [
      convBn(x, layers, [384, 3, 3], HALF),
      convBn(
        chain(x, layers, [
          [64, 1, 1],
          [96, 3, 3],
        ]),
        layers,
        [96, 3, 3],
        HALF,
      ),
      MaxPooling2D([[3, 3]], { strides: [2, 2] })(x),
    ]
    x = Concatenate([], { axis: 3, name: 'mixed3' })(third)
    for (const [i, width] of [128, 160, 160, 192].entries()) x = mixed17(x, layers, width, `mixed${4 + i}`)
    const eighth = [
      convBn(chain(x, layers, [[192, 1, 1]]), layers, [320, 3, 3], HALF),
      convBn(
        chain(x, layers, [
          [192, 1, 1],
          [192, 1, 7],
          [192, 7, 1],
        ]),
        layers,
        [192, 3, 3],
        HALF,
      ),
      MaxPooling2D([[3, 3]], { strides: [2, 2] })(x),
    ]
    x = Concatenate([], { axis: 3, name: 'mixed8' })(eighth)
    for (const i of [0, 1]) x = mixed8(x, layers, i)
    if (!include_top) return x
    x = GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
    return Dense([classes], { activation, name: 'predictions' })(x)
  },
}
