import { Layer, type LayerClass } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import { reshaped } from '../core/shapes.ts'
import { known, lengthAt, type Shape } from '../core/tensor.ts'

/** A layer that changes no shape and has no weights. */
export class Plain extends Layer {
  outputShape([shape = []]: readonly Shape[]): Shapes {
    return shape
  }
}

class Dense extends Layer {
  override build([shape = []]: readonly Shape[]): void {
    const units = this.number('units')
    this.addWeight('kernel', [lengthAt(shape, -1, this.name), units], this.init('kernel_initializer'))
    if (this.flag('use_bias')) this.addWeight('bias', [units], this.init('bias_initializer'))
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return [...shape.slice(0, -1), this.number('units')]
  }
}

class Embedding extends Layer {
  override build(): void {
    const shape = [this.number('input_dim'), this.number('output_dim')]
    this.addWeight('embeddings', shape, this.init('embeddings_initializer'))
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return [...shape, this.number('output_dim')]
  }
}

class ReversibleEmbedding extends Embedding {
  override build(): void {
    super.build()
    if (this.flag('tie_weights')) return
    const shape = [this.number('output_dim'), this.number('input_dim')]
    this.addWeight('reverse_embeddings', shape, this.init('embeddings_initializer'))
  }
}

class PRelu extends Layer {
  override build([shape = []]: readonly Shape[]): void {
    const shared = this.args.shared_axes
    const axes = typeof shared === 'number' ? [shared] : Array.isArray(shared) ? shared : []
    const slopes = shape.slice(1).map((length, i) => (axes.includes(i + 1) ? 1 : length))
    this.addWeight('alpha', slopes, this.init('alpha_initializer'))
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return shape
  }
}

/** `EinsumDense`: the equation tells the shape of the kernel, and which of its axes are inputs and outputs. */
class EinsumDense extends Layer {
  override build([shape = []]: readonly Shape[]): void {
    const { kernel, bias, axes } = this.#analysis(shape)
    this.addWeight('kernel', kernel, this.init('kernel_initializer'), { axes })
    if (bias !== undefined) this.addWeight('bias', bias, this.init('bias_initializer'))
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return this.#analysis(shape).output
  }

  #analysis(shape: Shape): Analysis {
    const { equation, output_shape: output, bias_axes: biasAxes } = this.args
    const given = typeof output === 'number' ? [output] : Array.isArray(output) ? output : []
    return analyse(String(equation), shape, given, typeof biasAxes === 'string' ? biasAxes : undefined)
  }
}

interface Analysis {
  readonly kernel: Shape
  readonly bias: Shape | undefined
  readonly output: Shape
  readonly axes: { readonly input: readonly number[]; readonly output: readonly number[] }
}

/** `_analyze_einsum_string`. */
function analyse(equation: string, shape: Shape, given: Shape, biasAxes: string | undefined): Analysis {
  const match = /^(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?$/.exec(
    equation.replaceAll(' ', ''),
  )
  if (match === null) throw new RangeError(`an einsum equation that is not understood: ${equation}`)
  const [, left, inputs = '', , kernel = '', , outputs = ''] = match
  const elided = shape.length - inputs.length
  const [before, after] = left === undefined ? [0, elided] : [elided, 0]
  const lead = shape.slice(0, Math.max(1, before))
  const output = [...lead, ...given, ...(after > 0 ? shape.slice(shape.length - after) : [])]
  const inputLength = new Map([...inputs].map((letter, i) => [letter, shape[i + before] ?? null]))
  const outputLength = new Map([...outputs].map((letter, i) => [letter, output[i + before] ?? null]))
  const letters = [...kernel]
  const isOutput = (letter: string): boolean => outputLength.has(letter)
  const positions = (of: boolean) => letters.flatMap((letter, i) => (isOutput(letter) === of ? [i] : []))
  const first = Math.min(...[...(biasAxes ?? '')].map((letter) => outputs.indexOf(letter)))
  const biased = biasAxes === undefined ? undefined : [...outputs.slice(first)]
  return {
    kernel: letters.map((letter) => outputLength.get(letter) ?? inputLength.get(letter) ?? null),
    bias: biased && [
      ...biased.map((letter) => (biasAxes?.includes(letter) ? (outputLength.get(letter) ?? null) : 1)),
      ...new Array<number>(after).fill(1),
    ],
    output,
    axes: { input: positions(false), output: positions(true) },
  }
}

class Flatten extends Plain {
  override outputShape([[batch = null, ...lengths] = []]: readonly Shape[]): Shapes {
    const isKnown = lengths.every((length) => length !== null)
    return [
      batch,
      isKnown ? lengths.reduce<number>((size, length) => size * known(length, 'a length'), 1) : null,
    ]
  }
}

class Reshape extends Plain {
  override outputShape([[batch = null, ...lengths] = []]: readonly Shape[]): Shapes {
    return [batch, ...reshaped(lengths, this.args.target_shape as Shape)]
  }
}

class Permute extends Plain {
  override outputShape([shape = []]: readonly Shape[]): Shapes {
    const dims = this.args.dims as readonly number[]
    return [shape[0] ?? null, ...dims.map((axis) => shape[axis] ?? null)]
  }
}

class RepeatVector extends Plain {
  override outputShape([shape = []]: readonly Shape[]): Shapes {
    return [shape[0] ?? null, this.number('n'), shape[1] ?? null]
  }
}

class Lambda extends Layer {
  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { output_shape: given } = this.args
    return Array.isArray(given) ? [shape[0] ?? null, ...given] : shape
  }
}

const PLAIN = [
  'Activation',
  'ActivityRegularization',
  'ELU',
  'Identity',
  'LeakyReLU',
  'Masking',
  'ReLU',
  'Rescaling',
  'Softmax',
  'UnitNormalization',
]

export const CORE: Readonly<Record<string, LayerClass>> = {
  ...Object.fromEntries(PLAIN.map((name) => [name, Plain])),
  Dense,
  Embedding,
  ReversibleEmbedding,
  PReLU: PRelu,
  EinsumDense,
  Flatten,
  Reshape,
  Permute,
  RepeatVector,
  Lambda,
}
