import { createRng } from '@nn/random'
import { isTensor, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'
import { everySpecimen, inputsOf } from './specimens.ts'

/** Classes that are there to be extended; all others have a specimen. */
const ABSTRACT = [
  nn.Module,
  nn.Convolution,
  nn.Conv,
  nn.ConvTranspose,
  nn.DepthwiseConv,
  nn.Pool,
  nn.AvgPool,
  nn.MaxPool,
  nn.AdaptivePool,
  nn.AdaptiveAvgPool,
  nn.AdaptiveMaxPool,
  nn.GlobalPool,
  nn.ChannelAffine,
  nn.RunningNorm,
  nn.Recurrent,
  nn.RecurrentCell,
]

/** The tensor, or the first of several. */
function firstOf(result: unknown): Tensor {
  return isTensor(result) ? result : Object(result).output
}

/** All numbers of what a module gives. */
function run(module: nn.Module, inputs: readonly Tensor[]): unknown {
  const result = module.forward(...inputs)
  const tensors: unknown[] = isTensor(result) ? [result] : Object.values(Object(result))
  return tensors.map((one) => (isTensor(one) ? one.toNested() : one))
}

/** A layer as the only field of a module, so that it has a path. */
class Holder extends nn.Module {
  readonly inner: nn.Module

  constructor(inner: nn.Module) {
    super()
    this.inner = inner
    this.parameters()
  }

  override forward(...inputs: unknown[]): unknown {
    return this.inner.forward(...inputs)
  }
}

it('every exported class of modules has a specimen, or is there to be extended', () => {
  const classes = Object.values(nn).filter(
    (value): value is typeof nn.Module =>
      typeof value === 'function' && (value === nn.Module || value.prototype instanceof nn.Module),
  )
  const made = Object.values(everySpecimen).map(({ make }) => make('float32'))
  const missing = classes.filter(
    (type) => !(ABSTRACT as unknown[]).includes(type) && !made.some((one) => one.constructor === type),
  )
  expect(missing.map(({ name }) => name)).toEqual([])
  expect(ABSTRACT.filter((type) => !made.some((one) => one instanceof type))).toEqual([])
  expect(ABSTRACT.filter((type) => made.some((one) => one.constructor === type))).toEqual([])
  expect(classes.length).toBeGreaterThan(75)
})

describe.each(Object.entries(everySpecimen))('%s', (_, specimen) => {
  const { make, shape } = specimen
  const inputs = inputsOf(specimen)
  const started = (): Holder => {
    const holder = new Holder(make('float32'))
    holder.initialize({ rng: createRng(42) })
    return holder
  }
  const canRun = shape !== undefined

  it('is a module, and knows its parameters by the paths of its fields', () => {
    const holder = started()
    expect(nn.isModule(holder.inner)).toBe(true)
    for (const [path, parameter] of holder.parameters()) {
      expect([nn.isParameter(parameter), parameter.path]).toEqual([true, path])
      expect(path.startsWith('inner.')).toBe(true)
    }
  })

  it('computes, or refuses to', () => {
    if (!canRun) expect(() => make('float32').forward()).toThrow(TypeError)
    else expect(firstOf(started().forward(...inputs)).shape).toEqual(shape)
  })

  it('clones before and after its first input', () => {
    if (!canRun) return
    const holder = started()
    const early = holder.clone()
    const expected = run(holder, inputs)
    expect(run(early, inputs)).toEqual(expected)
    const late = holder.clone()
    for (const { data } of [...holder.parameters().values(), ...holder.buffers().values()]) data.fill_(0)
    const again = started()
    run(again, inputs)
    expect(run(late.eval(), inputs)).toEqual(run(again.eval(), inputs))
  })

  it('takes the state of another, shapes and all', () => {
    if (!canRun) return
    const holder = started()
    run(holder, inputs)
    const other = new Holder(make('float32'))
    expect(other.loadStateDict(holder.stateDict()).missing).toEqual([])
    expect(run(other.eval(), inputs)).toEqual(run(holder.eval(), inputs))
  })

  it('has a summary, for which nothing is drawn', () => {
    if (!canRun) return
    const holder = started()
    const { rows } = nn.summary(holder, ...inputs)
    expect(rows.slice(0, 2).map(({ outputShape }) => outputShape)).toEqual([shape, shape])
    expect([...holder.parameters().values()].some(({ isMaterialized }) => isMaterialized)).toBe(false)
  })

  it('goes into evaluation and back, with all its parts', () => {
    const module = make('float32')
    module.eval()
    expect([...module.modules().values()].some(({ training }) => training)).toBe(false)
    module.train()
    expect([...module.modules().values()].every(({ training }) => training)).toBe(true)
  })

  it('refuses what is no tensor by name', () => {
    if (!canRun) return
    for (const wrong of [null, undefined, 1, [1]]) {
      const call = () => started().forward(wrong)
      expect(call).toThrow(TypeError)
      expect(call).toThrow(/: expected .*, got /)
    }
  })
})
