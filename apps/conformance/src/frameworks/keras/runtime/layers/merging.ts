import { at } from '../../../../golden/present.ts'
import { Layer, type LayerClass } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import { broadcast, concatenated } from '../core/shapes.ts'
import type { Shape } from '../core/tensor.ts'

class Elementwise extends Layer {
  outputShape(shapes: readonly Shape[]): Shapes {
    return broadcast(shapes)
  }
}

class Concatenate extends Layer {
  outputShape(shapes: readonly Shape[]): Shapes {
    return concatenated(shapes, this.number('axis'))
  }
}

class Dot extends Layer {
  outputShape([left = [], right = []]: readonly Shape[]): Shapes {
    const { axes } = this.args
    const [a, b] = Array.isArray(axes)
      ? [at(axes, 0), at(axes, 1)]
      : [this.number('axes'), this.number('axes')]
    const from = (axis: number, { length }: Shape): number => (axis < 0 ? axis + length : axis)
    const rest = left.filter((_, i) => i !== from(a, left))
    const shape = [...rest, ...right.filter((_, i) => i !== 0 && i !== from(b, right))]
    return shape.length === 1 ? [...shape, 1] : shape
  }
}

const ELEMENTWISE = ['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum']

export const MERGING: Readonly<Record<string, LayerClass>> = {
  ...Object.fromEntries(ELEMENTWISE.map((name) => [name, Elementwise])),
  Concatenate,
  Dot,
}
