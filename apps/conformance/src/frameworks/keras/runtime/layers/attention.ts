import { present } from '../../../../golden/present.ts'
import { initializerOf, requiredInit } from '../core/initializer.ts'
import { Layer, type LayerArguments, type LayerClass } from '../core/layer.ts'
import type { Call, Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { argumentsOf } from '../core/signatures.ts'
import { lengthAt, type Shape, tensorsIn } from '../core/tensor.ts'
import { CORE } from './core.ts'
import { RANDOM } from './random.ts'

/** A part of an attention that is made when its layer is built. */
function part(
  runtime: KerasRuntime,
  table: Readonly<Record<string, LayerClass>>,
  className: string,
  args: LayerArguments,
) {
  const { name = null, ...own } = args
  const PartClass = present(table[className], className)
  return new PartClass(runtime, className, {
    ...argumentsOf(className, [], own),
    name: name ?? runtime.autoName(className),
  })
}

/** The shapes of queries, values and keys. */
interface Inputs {
  readonly query: Shape
  readonly value: Shape
  readonly key: Shape
}

function inputsOf({ positional, keywords }: Call): Inputs {
  const [query, value, key] = ['query', 'value', 'key'].map(
    (name, i) => tensorsIn(keywords[name] ?? positional[i])[0]?.shape,
  )
  const queries = present(query, 'query')
  const values = present(value, 'value')
  return { query: queries, value: values, key: key ?? values }
}

/** Letters for axes, as `_build_proj_equation` gives them. */
function projection(
  free: number,
  bound: number,
  output: number,
): { equation: string; biasAxes: string; rank: number } {
  const letter = (i: number): string => String.fromCharCode(97 + i)
  const letters = (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => letter(from + i)).join('')
  const lead = letters(0, free)
  const summed = letters(free, bound)
  const made = letters(free + bound, output)
  return {
    equation: `${lead}${summed},${summed}${made}->${lead}${made}`,
    biasAxes: made,
    rank: free + output,
  }
}

/** Attention whose projections are made, with a clone of the initializer each, when it is built. */
abstract class Projected extends Layer {
  readonly parts: Layer[] = []

  override get sublayers(): readonly Layer[] {
    return this.parts
  }

  dense(name: string, equation: string, output: Shape, biasAxes: string, shape: Shape): Layer {
    const bias_axes = this.flag('use_bias') ? biasAxes : null
    const kernel_initializer = this.init('kernel_initializer').clone()
    const bias_initializer = this.init('bias_initializer').clone()
    const args = { name, equation, output_shape: output, bias_axes, kernel_initializer, bias_initializer }
    const dense = part(this.runtime, CORE, 'EinsumDense', args)
    this.parts.push(dense)
    dense.buildFor(shape)
    return dense
  }

  middle(): void {
    const { dropout, seed } = this.args
    this.parts.push(
      part(this.runtime, CORE, 'Softmax', {}),
      part(this.runtime, RANDOM, 'Dropout', { rate: dropout, seed }),
    )
  }
}

class MultiHeadAttention extends Projected {
  override build(_: readonly Shape[], call: Call): void {
    const { query, value, key } = inputsOf(call)
    const [heads, keyDim] = [this.number('num_heads'), this.number('key_dim')]
    const valueDim = this.valueDim
    const project = (name: string, shape: Shape, dim: number): void => {
      const { equation, biasAxes, rank } = projection(shape.length - 1, 1, 2)
      this.dense(name, equation, partial(rank - 1, [heads, dim]), biasAxes, shape)
    }
    project('query', query, keyDim)
    project('key', key, keyDim)
    if (this.flag('use_gate')) project('gate', query, valueDim)
    project('value', value, valueDim)
    this.middle()
    const out = this.outputs(query)
    const { equation, biasAxes, rank } = projection(query.length - 1, 2, out.length)
    const shape = [...query.slice(0, -1), heads, valueDim]
    this.dense('attention_output', equation, partial(rank - 1, out), biasAxes, shape)
  }

  get valueDim(): number {
    const { value_dim: given } = this.args
    return typeof given === 'number' && given > 0 ? given : this.number('key_dim')
  }

  outputs(query: Shape): Shape {
    const { output_shape: given } = this.args
    if (typeof given === 'number') return [given]
    return Array.isArray(given) && given.length > 0 ? given : [query.at(-1) ?? null]
  }

  outputShape(_: readonly Shape[], call: Call): Shapes {
    const { query, value } = inputsOf(call)
    const output = [...query.slice(0, -1), ...this.outputs(query)]
    if (call.keywords.return_attention_scores !== true) return output
    return [output, [query[0] ?? null, this.number('num_heads'), query[1] ?? null, value[1] ?? null]]
  }
}

/** `_get_output_shape`: unknown lengths in front. */
function partial(rank: number, last: Shape): Shape {
  return [...new Array<null>(rank - last.length).fill(null), ...last]
}

class GroupedQueryAttention extends Projected {
  constructor(runtime: KerasRuntime, _: string, args: LayerArguments) {
    super(runtime, 'GroupedQueryAttention', args)
  }

  override build(_: readonly Shape[], call: Call): void {
    const { query, value, key } = inputsOf(call)
    const [heads, shared, dim] = ['num_query_heads', 'num_key_value_heads', 'head_dim'].map((name) =>
      this.number(name),
    )
    const [queries, pairs] = [
      [null, heads ?? 0, dim ?? 0],
      [null, shared ?? 0, dim ?? 0],
    ]
    this.dense('query', 'bqm,muh->bquh', queries, 'uh', query)
    this.dense('key', 'bkm,mvh->bkvh', pairs, 'vh', key)
    if (this.flag('use_gate')) this.dense('gate', 'bqm,muh->bquh', queries, 'uh', query)
    this.dense('value', 'bkm,mvh->bkvh', pairs, 'vh', value)
    this.middle()
    this.dense('attention_output', 'bquh,uhm->bqm', [null, query.at(-1) ?? null], 'm', [
      null,
      null,
      heads ?? 0,
      dim ?? 0,
    ])
  }

  outputShape(_: readonly Shape[], call: Call): Shapes {
    return inputsOf(call).query
  }
}

/** Attention without projections, of a list of queries, values and keys. */
class Attention extends Layer {
  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    super(runtime, className, args)
    if (Number(args.dropout) > 0) runtime.seedGenerator(args.seed)
  }

  override build([query = []]: readonly Shape[]): void {
    const init = (name: string) => requiredInit(initializerOf(this.runtime, name), name)
    const isAdditive = this.className === 'AdditiveAttention'
    if (this.flag('use_scale')) {
      if (isAdditive) this.addWeight('scale', [lengthAt(query, -1, this.name)], init('glorot_uniform'))
      else this.addWeight('scale', [], init('ones'))
    }
    if (this.args.score_mode === 'concat') this.addWeight('concat_score_weight', [], init('ones'))
  }

  outputShape([query = [], value = []]: readonly Shape[]): Shapes {
    return [...query.slice(0, -1), value.at(-1) ?? null]
  }
}

export const ATTENTIONS: Readonly<Record<string, LayerClass>> = {
  MultiHeadAttention,
  GroupQueryAttention: GroupedQueryAttention,
  Attention,
  AdditiveAttention: Attention,
}
