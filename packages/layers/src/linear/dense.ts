import { type InitLike, type LayerKind, type ParameterUse, varianceScaling, zeros } from '@nn/init'
import { type DType, linear, type Tensor } from '@nn/tensor'
import { activate, optionalActivation } from '../activations/activate.ts'
import type { Activation } from '../activations/activations.ts'
import { fusedName } from '../activations/fused.ts'
import { checkOptions } from '../check/check-options.ts'
import { checkInput, wrongShape } from '../check/input.ts'
import { count, flag } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'

/** The options of `Dense`. */
export interface DenseOptions {
  /** Length of the input's last axis; left out, the first input decides. */
  readonly inUnits?: number
  /** Applied to the result. */
  readonly activation?: Activation
  /** Default true. */
  readonly useBias?: boolean
  /** What the weight is for in the network, as recipes read it: `'residualOut'`, `'feedforward'`, … */
  readonly use?: ParameterUse | undefined
  /** Default U[-1/√inUnits, 1/√inUnits). */
  readonly weightInit?: InitLike
  /** Default zeros. */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

const OPTIONS = ['inUnits', 'activation', 'useBias', 'use', 'weightInit', 'biasInit', 'dtype']

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
export class Dense extends Module {
  override readonly kind: LayerKind = 'linear'
  readonly units: number
  readonly useBias: boolean
  readonly activation: Activation | undefined
  /** `[units, inUnits]` */
  readonly weight: Parameter
  /** `[units]`; with `useBias: false` there is none, and reading it throws. */
  declare readonly bias: Parameter

  constructor(units: number, options: DenseOptions = {}) {
    super()
    checkOptions('Dense', options, OPTIONS)
    const { inUnits, activation, useBias = true, use, weightInit, biasInit, dtype = 'float32' } = options
    this.units = count('Dense', 'units', units)
    this.useBias = flag('Dense', 'useBias', useBias)
    this.activation = optionalActivation('Dense', activation)
    this.weight = new Parameter({
      shape: [units, inUnits === undefined ? null : count('Dense', 'inUnits', inUnits)],
      role: 'weight',
      use,
      axes: { out: 0, in: 1 },
      dtype,
      init: varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' }),
      option: weightInit,
    })
    if (useBias) {
      this.bias = new Parameter({ shape: [units], role: 'bias', dtype, init: zeros(), option: biasInit })
    } else {
      withoutParameter(this, 'bias', 'useBias')
    }
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { weight, useBias } = this
    checkWidth(this, x)
    if (!weight.isReady || (useBias && !this.bias.isReady)) {
      const shapes = [[weight, [this.units, x.shape.at(-1)!]] as const]
      this.materialize(x.backend, useBias ? [...shapes, [this.bias, [this.units]]] : shapes)
    }
    const { activation } = this
    const bias = useBias ? this.bias.data : undefined
    const fused = fusedName(activation)
    const y = linear(x, weight.data, bias, { activation: fused })
    return activation === undefined || fused !== undefined ? y : activate(() => this.label, activation, y)
  }
}

function checkWidth(layer: Dense, x: Tensor): void {
  checkInput(layer, x, layer.weight.dtype)
  const inUnits = layer.weight.shape[1] ?? null
  const width = x.shape[x.ndim - 1]
  if (width !== undefined && (inUnits === null || inUnits === width)) return
  const cure = width === undefined ? 'add an axis with x.unsqueeze(0)' : `build it with { inUnits: ${width} }`
  throw wrongShape(layer, `an input […, ${inUnits ?? '?'}]`, x, cure)
}
