import type { WeightInit } from '../core/initializer.ts'
import { Layer, type LayerArguments, type LayerClass } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { known, type Shape } from '../core/tensor.ts'
import { forgetting, Recurrent } from './recurrent.ts'
import { imageOf, imageParts, rankOf, windowed } from './windows.ts'

class ConvLstmCell extends Layer {
  get rank(): number {
    return this.number('rank')
  }

  get states(): readonly number[] {
    return [this.number('filters'), this.number('filters')]
  }

  override beforeInits(): void {
    this.runtime.seedGenerator(this.args.seed)
  }

  override build([shape = []]: readonly Shape[]): void {
    const filters = this.number('filters')
    const channels = known(imageParts(this, shape).channels, `the channels of ${this.name}`)
    const kernel = this.perAxis('kernel_size', this.rank)
    this.addWeight('kernel', [...kernel, channels, 4 * filters], this.init('kernel_initializer'))
    this.addWeight('recurrent_kernel', [...kernel, filters, 4 * filters], this.init('recurrent_initializer'))
    if (!this.flag('use_bias')) return
    const bias = this.init('bias_initializer')
    this.addWeight('bias', [4 * filters], this.flag('unit_forget_bias') ? forgetting(bias) : bias)
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { rank } = this
    const { batch, lengths } = imageParts(this, shape)
    const sizes = this.perAxis('kernel_size', rank)
    const strides = this.perAxis('strides', rank)
    const dilations = this.perAxis('dilation_rate', rank)
    const { padding } = this.args
    return imageOf(
      this,
      batch,
      this.number('filters'),
      windowed(lengths, { sizes, strides, dilations, padding }),
    )
  }
}

/** An LSTM over images. */
class ConvLstm extends Recurrent {
  readonly cell: ConvLstmCell

  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    const cell = new ConvLstmCell(runtime, 'ConvLSTMCell', {
      ...args,
      rank: rankOf(className),
      name: 'conv_lstm_cell',
    })
    super(runtime, className, args)
    this.cell = cell
  }

  override get takesInits(): boolean {
    return false
  }

  override get configInits(): Readonly<Record<string, WeightInit | undefined>> {
    return this.cell.inits
  }
}

export const CONV_LSTMS: Readonly<Record<string, LayerClass>> = {
  ConvLSTM1D: ConvLstm,
  ConvLSTM2D: ConvLstm,
  ConvLSTM3D: ConvLstm,
}
