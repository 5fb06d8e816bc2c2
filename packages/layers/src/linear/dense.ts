import { checkOptions, integer, type OptionNames } from '@nn/check'
import type { Axes, InitLike, LayerKind, ParameterUse } from '@nn/init'
import { fanUniform } from '@nn/init/layer'
import { type DType, linear, type Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activation.ts'
import { fusedName } from '../activations/fused.ts'
import { checkInput, wrongShape } from '../check/input.ts'
import { dtypeOf, flagOf, lengthOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { biasIf, type PresentIf } from '../module/present-if.ts'
import { adopt } from '../tree/walk.ts'

/** The options of `Dense`. */
export interface DenseOptions<HasBias extends boolean = boolean> {
  /** Length of the input's last axis; left out, the first input decides. */
  readonly inUnits?: number | undefined
  /** Function that is applied to the result. */
  readonly activation?: Activation | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Use of the weight in the network, which recipes read, such as `'residualOut'`. */
  readonly use?: ParameterUse | undefined
  /** Heads that the inputs come from, one behind the other, of the last layer of an attention. */
  readonly heads?: number | undefined
  /** Initializer of the weight. Default U[-1/√inUnits, 1/√inUnits). */
  readonly weightInit?: InitLike | undefined
  /** Initializer of the bias. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<DenseOptions> = {
  inUnits: true,
  activation: true,
  useBias: true,
  use: true,
  heads: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

const FALLBACK = /* @__PURE__ */ fanUniform(1 / 3)

/**
 * `y = activation(x·Wᵀ + b)` along the last axis, `[…, inUnits] → […, units]`, with W `[units, inUnits]` and
 * b `[units]`. W starts as U[-1/√inUnits, 1/√inUnits), the law of PyTorch's `nn.Linear`; b as zeros.
 *
 * @param units Length of the output's last axis; 0 is allowed.
 * @throws TypeError or RangeError if units or inUnits are not integers >= 0, TypeError if an option is of the
 * wrong kind.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Dense, relu } from '@nn/layers'
 * const dense = new Dense(2, { activation: relu, weightInit: constant([[1, 2, 3], [-1, -2, -3]]) })
 * dense.initialize()
 * dense.forward(cpu.ones([1, 3])).toNested() // => [[6, 0]]
 * dense.weight.shape // => [2, 3]
 * dense.forward(cpu.ones([1, 4])) // throws /Dense: expected an input \[…, 3\], got \[1, 4\]/
 * ```
 */
export class Dense<HasBias extends boolean = true> extends Module {
  override readonly kind: LayerKind = 'linear'
  readonly units: number
  readonly useBias: HasBias
  readonly activation: Activation | undefined
  /** `[units, inUnits]` */
  weight: Parameter
  /** `[units]`; undefined with `useBias: false`. */
  bias: PresentIf<HasBias, Parameter>

  constructor(units: number, options: DenseOptions<HasBias> = {}) {
    super()
    checkOptions('Dense', options, NAMES)
    const dtype = dtypeOf('Dense', options.dtype)
    this.units = integer('Dense', 'units', units, 0)
    this.useBias = flagOf('Dense', 'useBias', options.useBias, true)
    this.activation = optionalActivation('Dense', options.activation)
    this.weight = new Parameter({
      shape: [units, lengthOf('Dense', 'inUnits', options.inUnits)],
      role: 'weight',
      use: options.use,
      axes: axesOf(options.heads),
      dtype,
      init: FALLBACK,
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

  override forward(x: Tensor): Tensor {
    const { weight, activation } = this
    const bias: Parameter | undefined = this.bias
    const width = checkWidth(this, weight, x)
    if (!weight.isReady || bias?.isReady === false) {
      this.materialize(x.backend, [
        [weight, [this.units, width]],
        [bias, [this.units]],
      ])
    }
    const fused = fusedName(activation)
    const shift = bias?.data
    const y = linear(x, weight.data, shift, fused === undefined ? undefined : { activation: fused })
    return activation === undefined || fused !== undefined ? y : activate(this, activation, y)
  }
}

function axesOf(heads: number | undefined): Axes {
  if (heads === undefined) return { out: 0, in: 1 }
  return { out: 0, in: 1, heads: { axis: 1, count: integer('Dense', 'heads', heads, 1) } }
}

/** The length of an input's last axis, checked. */
function checkWidth(layer: Dense<boolean>, weight: Parameter, x: Tensor): number {
  checkInput(layer, x, weight.dtype)
  const inUnits = weight.shape[1] ?? null
  const width = x.shape[x.ndim - 1]
  if (width !== undefined && (inUnits === null || inUnits === width)) return width
  const cure = width === undefined ? 'add an axis with x.unsqueeze(0)' : `build it with { inUnits: ${width} }`
  throw wrongShape(layer, `an input […, ${inUnits ?? '?'}]`, x, cure)
}
