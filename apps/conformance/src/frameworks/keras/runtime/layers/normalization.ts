import { initializerOf, requiredInit, type WeightInit } from '../core/initializer.ts'
import type { LayerClass } from '../core/layer.ts'
import { lengthAt, type Shape } from '../core/tensor.ts'
import { Plain } from './core.ts'

/** A norm with a scale `gamma` and a shift `beta` along some axes. */
class Norm extends Plain {
  get axes(): readonly number[] {
    const { axis } = this.args
    return Array.isArray(axis) ? axis : [this.number('axis')]
  }

  lengths(shape: Shape): Shape {
    const from = (axis: number): number => (axis < 0 ? axis + shape.length : axis)
    const axes = this.axes.map(from)
    return (axes.length > 1 ? axes.toSorted((a, b) => a - b) : axes).map((axis) =>
      lengthAt(shape, axis, this.name),
    )
  }

  override build([shape = []]: readonly Shape[]): void {
    const lengths = this.lengths(shape)
    if (this.flag('scale')) this.addWeight('gamma', lengths, this.init('gamma_initializer'))
    if (this.flag('center')) this.addWeight('beta', lengths, this.init('beta_initializer'))
  }
}

class BatchNormalization extends Norm {
  override build(shapes: readonly Shape[]): void {
    super.build(shapes)
    const lengths = this.lengths(shapes[0] ?? [])
    this.addWeight('moving_mean', lengths, this.init('moving_mean_initializer'), { trainable: false })
    this.addWeight('moving_variance', lengths, this.init('moving_variance_initializer'), { trainable: false })
    if (this.flag('renorm')) this.#addRenorm(lengths)
  }

  /** Batch renormalisation has three more, whose deviations are the roots of the variance's initializer. */
  #addRenorm(lengths: Shape): void {
    const deviation: WeightInit = {
      values: (shape) => this.init('moving_variance_initializer').clone().values(shape).map(Math.sqrt),
      clone: () => deviation,
    }
    this.addWeight('moving_stddev', lengths, deviation, { trainable: false })
    this.addWeight('renorm_mean', lengths, this.init('moving_mean_initializer').clone(), { trainable: false })
    this.addWeight('renorm_stddev', lengths, deviation, { trainable: false })
  }
}

class RmsNormalization extends Norm {
  override build([shape = []]: readonly Shape[]): void {
    this.addWeight('scale', this.lengths(shape), requiredInit(initializerOf(this.runtime, 'ones'), 'ones'))
  }
}

/** `Normalization`, before it is adapted to data. */
class Normalization extends Norm {
  override build([shape = []]: readonly Shape[]): void {
    if (this.args.mean !== null) return
    const lengths = this.lengths(shape)
    const init = (name: string): WeightInit => requiredInit(initializerOf(this.runtime, name), name)
    this.addWeight('mean', lengths, init('zeros'), { trainable: false })
    this.addWeight('variance', lengths, init('ones'), { trainable: false })
    this.addCounter('count')
  }
}

export const NORMS: Readonly<Record<string, LayerClass>> = {
  BatchNormalization,
  LayerNormalization: Norm,
  GroupNormalization: Norm,
  RMSNormalization: RmsNormalization,
  Normalization,
}
