import { checkOptions, integer, message, type OptionNames, show, showShape } from '@nn/check'
import type { InitLike, InitRequest, LayerKind } from '@nn/init'
import { fanUniform, uniform } from '@nn/init/layer'
import { type DType, ShapeError, type Tensor } from '@nn/tensor'
import { checkInput } from '../check/input.ts'
import { dtypeOf, flagOf, perAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { biasIf, type PresentIf } from '../module/present-if.ts'
import { adopt } from '../tree/walk.ts'

/** The options of `Bilinear`. */
export interface BilinearOptions<HasBias extends boolean = boolean> {
  /** Lengths of the last axes of the two inputs; left out, the first inputs decide. */
  readonly inUnits?: readonly [number, number] | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of the weight. Default U[-1/√k, 1/√k), k the first of inUnits. */
  readonly weightInit?: InitLike | undefined
  /** Initializer of the bias. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<BilinearOptions> = {
  inUnits: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/**
 * `y[o] = x₁ᵀ·W[o]·x₂ + b[o]` along the last axes, `[…, k₁] and […, k₂] → […, units]`, with W `[units, k₁,
 * k₂]`. W starts as U[-1/√k₁, 1/√k₁), the law of PyTorch's `nn.Bilinear`; b as zeros.
 *
 * @throws TypeError or RangeError if units or inUnits are not integers >= 0; the inputs' shapes and dtypes
 * are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Bilinear } from '@nn/layers'
 * const bilinear = new Bilinear(1, { weightInit: ones() })
 * bilinear.initialize()
 * bilinear.forward(cpu.tensor([[1, 2]]), cpu.tensor([[10, 20, 30]])).toNested() // => [[180]]
 * bilinear.forward(cpu.ones([1, 2]), cpu.ones([1, 4])) // throws /expected inputs \[…, 2\] and \[…, 3\], got \[1, 2\] and \[1, 4\]/
 * ```
 */
export class Bilinear<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'bilinear'
  readonly units: number
  readonly useBias: HasBias
  /** `[units, k₁, k₂]` */
  weight: Parameter
  /** `[units]`; undefined with `useBias: false`. */
  bias: PresentIf<HasBias, Parameter>

  constructor(units: number, options: BilinearOptions<HasBias> = {}) {
    super()
    checkOptions('Bilinear', options, NAMES)
    const dtype = dtypeOf('Bilinear', options.dtype)
    const [first, second] = lengthsOf(options.inUnits)
    this.units = integer('Bilinear', 'units', units, 0)
    this.useBias = flagOf('Bilinear', 'useBias', options.useBias, true)
    this.weight = new Parameter({
      shape: [units, first, second],
      role: 'weight',
      axes: { out: 0, in: 1 },
      dtype,
      // Both inputs are summed over, so that the fan is their product; the law knows only the first.
      init: second === null || second === 0 ? firstInputUniform : fanUniform(second / 3),
      option: options.weightInit,
    })
    this.bias = biasIf(this.useBias, {
      shape: [units],
      weight: this.weight,
      dtype,
      option: options.biasInit,
    })
    adopt(this)
  }

  override forward(x: Tensor, y: Tensor): Tensor {
    const { weight, units } = this
    const bias: Parameter | undefined = this.bias
    const [k, l] = checkInputs(this, x, y)
    this.materialize(x.backend, [
      [weight, [units, k, l]],
      [bias, [units]],
    ])
    const table = weight.data.permute(1, 0, 2).reshape(k, units * l)
    const rows = x.matmul(table).reshape(...x.shape.slice(0, -1), units, l)
    const sums = rows.mul_(y.unsqueeze(-2)).sum(-1)
    return bias === undefined ? sums : sums.add_(bias.data)
  }
}

/** U[-1/√k, 1/√k), k the length of the axis of the first input, which is not known before. */
function firstInputUniform(request: InitRequest): Tensor {
  const bound = 1 / Math.sqrt(Math.max(request.shape[1] ?? 1, 1))
  return uniform({ low: -bound, high: bound })(request)
}

function checkInputs(layer: Bilinear<boolean>, x: Tensor, y: Tensor): [number, number] {
  const { weight } = layer
  for (const input of [x, y]) checkInput(layer, input, weight.dtype)
  const [, first, second] = weight.shape
  const [k, l] = [x.shape.at(-1), y.shape.at(-1)]
  const sameLead = x.ndim === y.ndim && x.shape.every((n, axis) => axis === x.ndim - 1 || n === y.shape[axis])
  if (sameLead && k !== undefined && l !== undefined && (first ?? k) === k && (second ?? l) === l) {
    return [k, l]
  }
  const expected = `inputs […, ${first ?? '?'}] and […, ${second ?? '?'}]`
  throw new ShapeError(message(layer.label, expected, `${showShape(x.shape)} and ${showShape(y.shape)}`))
}

/** The lengths of the inputs' last axes; null where the first inputs decide. */
function lengthsOf(inUnits: readonly [number, number] | undefined): [number | null, number | null] {
  if (inUnits === undefined) return [null, null]
  if (!Array.isArray(inUnits)) {
    throw new TypeError(message('Bilinear', 'inUnits to be two lengths', show(inUnits)))
  }
  const [first, second] = perAxis('Bilinear', 'inUnits', inUnits, 2, 0)
  return [first ?? null, second ?? null]
}
