import { checkGiven, integer, message, show } from '@nn/check'
import type { MultiheadAttention } from '../attention/multihead-attention.ts'
import { divides } from '../check/options.ts'
import type { Convolution } from '../convolution/convolution.ts'
import type { DepthwiseConv } from '../convolution/depthwise-conv.ts'
import type { Embedding } from '../embedding/embedding.ts'
import type { Bilinear } from '../linear/bilinear.ts'
import type { Dense } from '../linear/dense.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { Recurrent } from '../recurrent/recurrent.ts'
import type { RecurrentCell } from '../recurrent/recurrent-cell.ts'
import { isParameter, isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'
import type { Resize } from './resize.ts'

/** Sizes of a layer by the names of its options. */
export type Sizes = Readonly<Record<string, number | readonly number[] | undefined>>

/** What follows from new sizes of a layer. */
export interface LayerChange {
  readonly layer: Module
  readonly resizes: readonly Resize[]
  /** Fields that repeat a size. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A layer's sizes as they are, and what follows from others. */
interface Sized {
  readonly sizes: Sizes
  change(sizes: never): readonly LayerChange[]
}

/**
 * What follows from new sizes of a layer, of which those that are not given stay.
 *
 * @throws TypeError if the layer's sizes are not known or one is misspelt, RangeError if one is no length.
 */
export function changeSizes(where: string, layer: Module, given: Sizes): readonly LayerChange[] {
  const { sizes, change } = sizedOf(where, layer)
  checkGiven<object>(where, given, Object.fromEntries(Object.keys(sizes).map((name) => [name, true])))
  const chosen = Object.entries(sizes).map(([name, old]) => {
    const size = given[name] ?? old
    for (const length of [size].flat()) integer(where, name, length, 0)
    return [name, size] as const
  })
  if (Object.keys(given).length === 0) {
    throw new TypeError(message(where, `one of ${Object.keys(sizes).join(', ')}`, 'none'))
  }
  return change(Object.fromEntries(chosen) as never)
}

/** The sizes of a layer that shares a parameter, once that has another shape; undefined if they are not known. */
export function sizesFrom({ kind }: Module, [first = 0, second = 0]: readonly number[]): Sizes | undefined {
  if (kind === 'linear') return { units: first, inUnits: second }
  return kind === 'embedding' || kind === 'paddedEmbedding' ? { count: first, units: second } : undefined
}

function sizedOf(where: string, layer: Module): Sized {
  const make = layer.kind === undefined ? undefined : SIZED[layer.kind]
  const sized = make?.(layer as never)
  if (sized !== undefined) return sized
  const cure = 'give a parameter and its shape'
  throw new TypeError(message(where, 'a layer with sizes of its own', show(layer), cure))
}

/** The layers whose sizes are known, by kind. */
const SIZED: Readonly<Record<string, (layer: never) => Sized | undefined>> = {
  linear: (layer: Dense<boolean>) => {
    const { weight, bias, units } = layer
    return sized(
      weight,
      { units, inUnits: lengthOf(weight, 1) },
      (now: { units: number; inUnits: number }) => [
        {
          layer,
          resizes: [...to(weight, now.units, now.inUnits), ...to(bias, now.units)],
          fields: { units: now.units },
        },
      ],
    )
  },
  bilinear: (layer: Bilinear<boolean>) => {
    const { weight, bias, units } = layer
    const inUnits = [lengthOf(weight, 1), lengthOf(weight, 2)]
    return sized(weight, { units, inUnits }, (now: { units: number; inUnits: readonly number[] }) => [
      {
        layer,
        resizes: [...to(weight, now.units, ...now.inUnits), ...to(bias, now.units)],
        fields: { units: now.units },
      },
    ])
  },
  convolution,
  transposedConvolution: convolution,
  depthwiseConvolution: (layer: DepthwiseConv<boolean>) => {
    const { weight, bias, multiplier, kernelSize } = layer
    const inChannels = lengthOf(weight, 0) / multiplier
    return sized(weight, { inChannels }, (now: { inChannels: number }) => {
      const units = now.inChannels * multiplier
      return [{ layer, resizes: [...to(weight, units, 1, ...kernelSize), ...to(bias, units)], fields: {} }]
    })
  },
  embedding,
  paddedEmbedding: embedding,
  recurrent,
  attention,
  norm,
  parametricRelu: norm,
}

function sized(
  weight: unknown,
  sizes: Sizes,
  change: (now: never) => readonly LayerChange[],
): Sized | undefined {
  return isParameter(weight) ? { sizes, change } : undefined
}

function to(of: ParameterOrBuffer | undefined, ...shape: readonly number[]): Resize[] {
  return of === undefined ? [] : [{ of, shape }]
}

/** The length of an axis of a parameter with values. @throws NotReadyError before there are any. */
function lengthOf(parameter: Parameter | undefined, axis: number): number {
  return isParameter(parameter) ? (parameter.data.shape[axis] ?? 0) : 0
}

function convolution(layer: Convolution<boolean>): Sized | undefined {
  const { weight, bias, outChannels, groups, transposed, kernelSize, label } = layer
  const inChannels = lengthOf(weight, transposed ? 0 : 1) * (transposed ? 1 : groups)
  return sized(weight, { outChannels, inChannels }, (now: { outChannels: number; inChannels: number }) => {
    for (const name of ['outChannels', 'inChannels'] as const)
      divides(label, 'groups', groups, name, now[name])
    const [units, others] = transposed ? [now.inChannels, now.outChannels] : [now.outChannels, now.inChannels]
    const resizes = [...to(weight, units, others / groups, ...kernelSize), ...to(bias, now.outChannels)]
    return [{ layer, resizes, fields: { outChannels: now.outChannels } }]
  })
}

function embedding(layer: Embedding): Sized | undefined {
  const { weight, count, units, paddingIndex = -1, label } = layer
  return sized(weight, { count, units }, (now: { count: number; units: number }) => {
    integer(label, 'count', now.count, paddingIndex + 1)
    return [{ layer, resizes: to(weight, now.count, now.units), fields: now }]
  })
}

function recurrent(layer: Recurrent<boolean, string> | RecurrentCell<boolean, string>): Sized | undefined {
  const { cells, units, outUnits } = layer
  const [first] = cells
  const inUnits = lengthOf(first?.weightIh, 1)
  return sized(first?.weightIh, { units, inUnits }, (now: { units: number; inUnits: number }) => {
    const directions = 'bidirectional' in layer && layer.bidirectional ? 2 : 1
    const gates = lengthOf(first?.weightIh, 0) / units
    const outputs = first?.weightHr === undefined ? now.units : outUnits
    const rows = gates * now.units
    const resizes = cells.flatMap((cell, i): Resize[] => [
      i < directions
        ? { of: cell.weightIh, shape: [rows, now.inUnits] }
        : { of: cell.weightIh, shape: [rows, outputs * directions], parts: { 1: directions } },
      ...to(cell.weightHh, rows, outputs),
      ...to(cell.biasIh, rows),
      ...to(cell.biasHh, rows),
      ...to(cell.weightHr, outUnits, now.units),
    ])
    return [{ layer, resizes, fields: { units: now.units, outUnits: outputs } }]
  })
}

/** Heads keep their length, so that what they compute stays, and there are as many as units ask for. */
function attention(layer: MultiheadAttention<boolean>): Sized | undefined {
  const { units, heads, keyUnits, valueUnits, outProj, label } = layer
  const { inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, biasK, biasV } = layer
  return sized(inProjWeight ?? qProjWeight, { units }, (now: { units: number }) => {
    const head = units / heads
    divides(label, `a head of ${head}`, head, 'units', now.units)
    const follow = (length: number): number => (length === units ? now.units : length)
    const resizes = [
      ...to(inProjWeight, 3 * now.units, now.units),
      ...to(qProjWeight, now.units, now.units),
      ...to(kProjWeight, now.units, follow(keyUnits)),
      ...to(vProjWeight, now.units, follow(valueUnits)),
      ...to(inProjBias, 3 * now.units),
      ...to(biasK, 1, 1, now.units),
      ...to(biasV, 1, 1, now.units),
    ]
    const fields = {
      units: now.units,
      heads: now.units / head,
      keyUnits: follow(keyUnits),
      valueUnits: follow(valueUnits),
    }
    const inner = changeSizes(label, outProj, { units: now.units, inUnits: now.units })
    return [{ layer, resizes, fields }, ...inner]
  })
}

/** A norm, or slopes: all that it has is as long as its channels, or has its shape. */
function norm(layer: Module): Sized | undefined {
  const nodes = Object.values(layer).filter(
    (field): field is ParameterOrBuffer =>
      (isParameter(field) || isStateBuffer(field)) && field.data.ndim > 0,
  )
  const [first] = nodes
  if (first === undefined || Reflect.get(layer, 'perChannel') === false) return undefined
  const all = (shape: readonly number[]): Resize[] => nodes.flatMap((node) => to(node, ...shape))
  if ('shape' in layer) {
    return {
      sizes: { shape: first.data.shape },
      change: ({ shape }: { shape: number | readonly number[] }) => [
        { layer, resizes: all([shape].flat()), fields: { shape: Object.freeze([shape].flat()) } },
      ],
    }
  }
  const groups: unknown = Reflect.get(layer, 'groups')
  return {
    sizes: { channels: first.data.size, ...(typeof groups === 'number' ? { groups } : {}) },
    change: (now: { channels: number; groups?: number }) => {
      if (now.groups !== undefined) divides(layer.label, 'groups', now.groups, 'channels', now.channels)
      const fields = {
        ...('channels' in layer ? { channels: now.channels } : {}),
        ...(now.groups === undefined ? {} : { groups: now.groups }),
      }
      return [{ layer, resizes: all([now.channels]), fields }]
    },
  }
}
