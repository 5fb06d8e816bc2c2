import { message, showShape } from '@nn/check'
import type { TorchRng } from '@nn/random/torch'
import { ShapeError } from '@nn/tensor'
import { calculateGain, type TorchNonlinearity } from '../../gain/calculate-gain.ts'
import { sizeOf } from '../../math/size-of.ts'
import type { Fans } from '../../parameter/fans.ts'
import type { Accent, Config, DrawRng, Formula, Givens, Maker } from '../accent.ts'
import { symmetric } from '../draw.ts'
import { checkMatrix, orthogonalFrom, QR_BOUNDS } from '../qr.ts'

/** `_calculate_fan_in_and_fan_out`: the second axis and the first, times the rest. */
function fansOf(path: string, shape: readonly number[]): Fans {
  const [outputs, inputs, ...field] = shape
  if (outputs === undefined || inputs === undefined) {
    const expected = `${path}: expected at least 2 axes for PyTorch's fans, got shape ${showShape(shape)}`
    throw new ShapeError(`${expected}; use an initializer without fans`)
  }
  return { fanIn: inputs * sizeOf(field), fanOut: outputs * sizeOf(field) }
}

/** `gain · √(2/(fan_in + fan_out))`. */
export function xavierStd(gain: number, { fans }: Givens): number {
  return gain * Math.sqrt(2 / (fans.fanIn + fans.fanOut))
}

/** A gain that was given counts, else that of PyTorch's table. */
function kaimingStd(config: Config, { fans }: Givens): number {
  const { gain, nonlinearity, slope, mode } = config
  const factor = gain ?? calculateGain(nonlinearity as TorchNonlinearity, slope)
  return factor / Math.sqrt(mode === 'fanOut' ? fans.fanOut : fans.fanIn)
}

/** LeCun's laws are Kaiming's with the gain of a linear layer. */
function lecunStd({ fans }: Givens): number {
  return 1 / Math.sqrt(fans.fanIn)
}

/** The half-width of `kaiming_uniform_(a=√5)`, the default of linear layers and convolutions, rounded as PyTorch rounds. */
export function defaultBound(fanIn: number): number {
  return fanIn === 0 ? 0 : Math.sqrt(3) * (calculateGain('leakyRelu', Math.sqrt(5)) / Math.sqrt(fanIn))
}

const formulas: Readonly<Record<string, Formula>> = {
  uniform: ({ low, high }) => ({ law: 'uniform', low, high }),
  normal: ({ mean, std }) => ({ law: 'normal', mean, std }),
  truncatedNormal: ({ mean, std, low, high, bounds, version }) => {
    return { law: 'truncatedNormal', mean, std, low, high, bounds, ...(version && { version }) }
  },
  xavierUniform: ({ gain }, givens) => symmetric(Math.sqrt(3) * xavierStd(gain, givens)),
  xavierNormal: ({ gain }, givens) => ({ law: 'normal', std: xavierStd(gain, givens) }),
  kaimingUniform: (config, givens) => symmetric(Math.sqrt(3) * kaimingStd(config, givens)),
  kaimingNormal: (config, givens) => ({ law: 'normal', std: kaimingStd(config, givens) }),
  lecunUniform: (_, givens) => symmetric(Math.sqrt(3) * lecunStd(givens)),
  lecunNormal: (_, givens) => ({ law: 'normal', std: lecunStd(givens) }),
}

/** Rows are the first axis; the gain is applied to rounded numbers, as the tensor's type has them. */
const orthogonal: Maker<DrawRng> = (rng, out, shape, { gain }) => {
  checkMatrix(shape)
  const [rows = 0] = shape
  const columns = out.length / rows
  const q = orthogonalFrom(rng.normal(out), rows, columns)
  const factor = out instanceof Float32Array ? Math.fround(gain) : gain
  out.set(q)
  for (let i = 0; i < out.length; i++) out[i]! *= factor
}

const sparse: Maker<TorchRng> = (rng, out, shape, { sparsity, std, along }) => {
  if (shape.length !== 2 || along !== 'column') {
    const got = `shape ${showShape(shape)} along ${along}`
    throw new ShapeError(message('torch.sparse', 'a matrix, zeros by column', got, 'use sparse of @nn/init'))
  }
  rng.sparse(out, { shape: shape as [number, number], sparsity, std })
}

/** PyTorch stores weights as we do. */
export const ACCENT: Accent<TorchRng> = {
  name: 'torch',
  fansOf,
  storageOf: () => undefined,
  formulas,
  makers: { orthogonal, sparse },
  bounds: QR_BOUNDS,
}
