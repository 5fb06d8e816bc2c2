import { cpu } from '@nn/backend-cpu'
import type { Initializer } from '@nn/init'
import * as nn from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import type { Computed } from '../../golden/framework.ts'
import { at, present } from '../../golden/present.ts'
import { bind } from '../../python/bind.ts'
import type { Callable } from '../../python/objects.ts'

/** A weight by Keras's name, in Keras's layout. */
type Weight = readonly [name: string, values: Tensor]

/** One of our layers as a program sees it. */
interface KerasLayer {
  /** Of the class, as in names of weights. */
  readonly name: string
  readonly module: nn.Module
  /** An input of a shape that Keras builds the layer for; its channels are last there. */
  readonly inputOf: (shape: readonly (number | null)[]) => Tensor
  /** In Keras's order. */
  readonly weightsOf: () => readonly Weight[]
}

/** How an initializer of a program is given to a layer: by our names, so that the dialect has to find its words. */
export type InitOf = (given: unknown) => Initializer | undefined

type Make = (args: ArgReader, initOf: InitOf) => KerasLayer

interface Spec {
  readonly positional: readonly string[]
  readonly make: Make
}

const lengths = (shape: readonly (number | null)[]): number[] => shape.map((length) => length ?? 1)

function inputs(shape: readonly (number | null)[]): Tensor {
  return cpu.zeros(lengths(shape))
}

/** [n, …lengths, channels] as [n, channels, …lengths]. */
function channelsFirst(shape: readonly (number | null)[]): Tensor {
  const [n, ...rest] = lengths(shape)
  return cpu.zeros([present(n, 'n'), at(rest, -1), ...rest.slice(0, -1)])
}

/** The kernel axes, then the second axis of ours and the first. */
function kernelOf({ data }: nn.Parameter): Tensor {
  return data.permute(...data.shape.slice(2).map((_, i) => i + 2), 1, 0)
}

/** Options of the initializers that a program gives. */
function initOptions(args: ArgReader, initOf: InitOf): { weightInit?: Initializer; biasInit?: Initializer } {
  const [weight, bias] = ['kernel_initializer', 'bias_initializer'].map((name) =>
    initOf(args.take<unknown>(name, undefined)),
  )
  return { ...(weight ? { weightInit: weight } : {}), ...(bias ? { biasInit: bias } : {}) }
}

const dense: Make = (args, initOf) => {
  args.take('activation', undefined)
  const module = new nn.Dense(args.number('units', Number.NaN), initOptions(args, initOf))
  return {
    name: 'dense',
    module,
    inputOf: inputs,
    weightsOf: () => [
      ['kernel', kernelOf(module.weight)],
      ['bias', module.bias.data],
    ],
  }
}

type Conv = nn.Conv1d | nn.Conv2d | nn.ConvTranspose2d | nn.DepthwiseConv2d

function convolution(name: string, build: (args: ArgReader) => Conv): Make {
  return (args) => {
    const module = build(args)
    return {
      name,
      module,
      inputOf: channelsFirst,
      weightsOf: () => [
        ['kernel', kernelOf(module.weight)],
        ['bias', module.bias.data],
      ],
    }
  }
}

const size = (args: ArgReader): number => args.number('kernel_size', Number.NaN)
const filters = (args: ArgReader): number => args.number('filters', Number.NaN)

const separable: Make = (args) => {
  const module = new nn.SeparableConv2d(filters(args), size(args))
  return {
    name: 'separable_conv2d',
    module,
    inputOf: channelsFirst,
    weightsOf: () => [
      ['depthwise_kernel', kernelOf(module.depthwise.weight)],
      ['pointwise_kernel', kernelOf(module.pointwise.weight)],
      ['bias', module.pointwise.bias.data],
    ],
  }
}

const embedding: Make = (args) => {
  const module = new nn.Embedding(args.number('input_dim', Number.NaN), args.number('output_dim', Number.NaN))
  return {
    name: 'embedding',
    module,
    inputOf: (shape) => cpu.zeros(lengths(shape), { dtype: 'int32' }),
    weightsOf: () => [['embeddings', module.weight.data]],
  }
}

/** Keras has one bias where we have two. */
const lstm: Make = (args) => {
  const module = new nn.Lstm(args.number('units', Number.NaN), { batchFirst: true })
  const { weightIh, weightHh, biasIh, biasHh } = at(module.cells, 0)
  return {
    name: 'lstm_cell',
    module,
    inputOf: inputs,
    weightsOf: () => [
      ['kernel', kernelOf(weightIh)],
      ['recurrent_kernel', kernelOf(weightHh)],
      ['bias', present(biasIh, 'biasIh').data.add(present(biasHh, 'biasHh').data)],
    ],
  }
}

const batchNormalization: Make = () => {
  const module = new nn.BatchNorm()
  return {
    name: 'batch_normalization',
    module: module.eval(),
    inputOf: channelsFirst,
    weightsOf: () => [
      ['gamma', module.weight.data],
      ['beta', module.bias.data],
      ['moving_mean', module.runningMean.data],
      ['moving_variance', module.runningVar.data],
    ],
  }
}

const dropout: Make = (args) => {
  const module = new nn.Dropout(args.number('rate', Number.NaN))
  return { name: 'dropout', module, inputOf: inputs, weightsOf: () => [] }
}

const CONVOLUTION = ['filters', 'kernel_size']

/** `keras.layers` by class. */
const LAYERS: Readonly<Record<string, Spec>> = {
  Dense: { positional: ['units'], make: dense },
  Conv1D: {
    positional: CONVOLUTION,
    make: convolution(
      'conv1d',
      (args) => new nn.Conv1d(filters(args), size(args), { groups: args.number('groups', 1) }),
    ),
  },
  Conv2D: {
    positional: CONVOLUTION,
    make: convolution(
      'conv2d',
      (args) => new nn.Conv2d(filters(args), size(args), { groups: args.number('groups', 1) }),
    ),
  },
  Conv2DTranspose: {
    positional: CONVOLUTION,
    make: convolution('conv2d_transpose', (args) => new nn.ConvTranspose2d(filters(args), size(args))),
  },
  DepthwiseConv2D: {
    positional: ['kernel_size'],
    make: convolution(
      'depthwise_conv2d',
      (args) => new nn.DepthwiseConv2d(size(args), { multiplier: args.number('depth_multiplier', 1) }),
    ),
  },
  SeparableConv2D: { positional: CONVOLUTION, make: separable },
  Embedding: { positional: ['input_dim', 'output_dim'], make: embedding },
  LSTM: { positional: ['units'], make: lstm },
  BatchNormalization: { positional: [], make: batchNormalization },
  Dropout: { positional: ['rate'], make: dropout },
}

/** Whether there is a layer for every class that a program uses. */
export function hasLayers(code: string): boolean {
  return [...code.matchAll(/keras\.layers\.(\w+)/g)].every(([, name]) =>
    Object.hasOwn(LAYERS, present(name, 'name')),
  )
}

/** A model or a single layer in a program. */
export interface KerasModel {
  readonly layers: readonly KerasLayer[]
  readonly build: Callable
}

/** `keras.layers` and `keras.Sequential`; `start` gives a model's parameters their initializers. */
export function layersModule(
  initOf: InitOf,
  start: (net: nn.Module) => void,
): { readonly layers: Record<string, Callable>; readonly Sequential: Callable } {
  const model = (layers: readonly KerasLayer[]): Callable & KerasModel => {
    const modules = layers.map(({ module }) => module as nn.Module & { forward(x: Tensor): unknown })
    const net = modules.length === 1 ? at(modules, 0) : new nn.Sequential(...(modules as nn.Layer[]))
    const build = ([shape]: readonly unknown[]): null => {
      start(net)
      // The modules are run in training mode elsewhere: shapes are all that this is for.
      net.eval().forward(at(layers, 0).inputOf(shape as (number | null)[]))
      return null
    }
    const call = ([x]: readonly unknown[]): null => build([(x as { shape: readonly number[] }).shape])
    return Object.assign(call, { layers, build })
  }
  const create =
    ({ positional, make }: Spec): Callable =>
    (values, keywords) => {
      const given = positional.slice(0, values.length)
      const args = new ArgReader({ ...bind(given, values, {}), ...keywords })
      const layer = make(args, initOf)
      args.done()
      return model([layer])
    }
  return {
    layers: Object.fromEntries(Object.entries(LAYERS).map(([name, spec]) => [name, create(spec)])),
    Sequential: ([layers]) => model((layers as KerasModel[]).flatMap((each) => each.layers)),
  }
}

/** `weights(model)` of the programs: all weights, numbered, under their layers' names. */
export function weightsOf({ layers }: KerasModel): Computed[] {
  const counts = new Map<string, number>()
  const named = layers.flatMap(({ name, weightsOf }) => {
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    const layer = count === 0 ? name : `${name}_${count}`
    return weightsOf().map(([weight, values]) => ({ name: `${layer}/${weight}`, values }))
  })
  return named.map(({ name, values }, i) => ({ name: `${i}:${name}`, values: values.clone().toArray() }))
}
