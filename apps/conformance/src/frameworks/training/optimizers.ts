import { cpu } from '@nn/backend-cpu'
import type { Optimizer, Schedule, Trained } from '@nn/optim'
import * as optim from '@nn/optim'
import type { Tensor } from '@nn/tensor'
import { ArgReader } from '../../golden/args.ts'
import type { Comparison } from '../../golden/compare.ts'
import { at } from '../../golden/present.ts'
import { options } from '../forward/arguments.ts'
import { type GoldenTensor, numbersOf } from '../forward/tensor.ts'
import { compareNumbers } from './compare-numbers.ts'
import { type Arguments, doubleOf, type OptimizerCase } from './training-case.ts'

/** What an optimizer's options are called in PyTorch. */
const SHARED = { learningRate: 'lr', weightDecay: 'weight_decay', maximize: 'maximize' } as const
const ADAPTIVE = { ...SHARED, betas: 'betas', eps: 'eps' } as const

type Make = (
  trained: Trained,
  args: ArgReader,
  groups: readonly (readonly [string, ArgReader])[],
  schedule: Schedule | undefined,
) => Optimizer

function maker<O extends object>(
  names: { readonly [K in keyof O]?: string },
  make: (trained: Trained, options: O & optim.OptimizerOptions<O>) => Optimizer,
): Make {
  return (trained, args, groups, schedule) =>
    make(trained, {
      ...options<O>(args, names),
      schedule,
      groups: groups.map(([path, own]) => [path, options<O>(own, names)] as const),
    })
}

/** By the name of the class in PyTorch. */
const OPTIMIZERS: Readonly<Record<string, Make>> = {
  SGD: maker<optim.SgdSettings>(
    { ...SHARED, momentum: 'momentum', dampening: 'dampening', nesterov: 'nesterov' },
    (trained, given) => optim.sgd(trained, given),
  ),
  Adam: maker<optim.AdamSettings>({ ...ADAPTIVE, amsgrad: 'amsgrad' }, optim.adam),
  AdamW: maker<optim.AdamSettings>({ ...ADAPTIVE, amsgrad: 'amsgrad' }, optim.adamW),
  RMSprop: maker<optim.RmsPropSettings>(
    { ...SHARED, alpha: 'alpha', eps: 'eps', momentum: 'momentum', centered: 'centered' },
    optim.rmsProp,
  ),
  Adagrad: maker<optim.AdagradSettings>(
    { ...SHARED, eps: 'eps', learningRateDecay: 'lr_decay', initialAccumulator: 'initial_accumulator_value' },
    optim.adagrad,
  ),
  Adadelta: maker<optim.AdadeltaSettings>({ ...SHARED, rho: 'rho', eps: 'eps' }, optim.adadelta),
  Adamax: maker<optim.AdamaxSettings>(ADAPTIVE, optim.adamax),
  NAdam: maker<optim.NAdamSettings>(
    { ...ADAPTIVE, momentumDecay: 'momentum_decay', decoupledWeightDecay: 'decoupled_weight_decay' },
    optim.nAdam,
  ),
  RAdam: maker<optim.RAdamSettings>(
    { ...ADAPTIVE, decoupledWeightDecay: 'decoupled_weight_decay' },
    optim.rAdam,
  ),
  Rprop: maker<optim.RPropSettings>(
    { learningRate: 'lr', maximize: 'maximize', etas: 'etas', stepSizes: 'step_sizes' },
    optim.rProp,
  ),
}

/** PyTorch's `SGD` has a default, ours none. */
const DEFAULTS: Readonly<Record<string, Arguments>> = { SGD: { lr: 1e-3 } }

/** Parameter groups and a schedule. */
interface Additions {
  readonly groups?: readonly (readonly [path: string, args: Arguments])[]
  readonly schedule?: Schedule | undefined
}

/** An optimizer by its name and arguments in PyTorch. @throws Error of an unknown name or argument */
export function makeOptimizer(
  name: string,
  trained: Trained,
  args: Arguments,
  { groups = [], schedule }: Additions = {},
): Optimizer {
  const make = OPTIMIZERS[name]
  if (make === undefined) throw new Error(`no adapter for the optimizer ${name}`)
  const reader = new ArgReader({ ...DEFAULTS[name], ...args })
  const readers = groups.map(([path, own]) => [path, new ArgReader(own)] as const)
  const optimizer = make(trained, reader, readers, schedule)
  for (const each of [reader, ...readers.map(([, own]) => own)]) each.done()
  return optimizer
}

/** What PyTorch calls the arrays that are kept. */
function slotName(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** A state's number in PyTorch and here. */
const NUMBERS: Readonly<Record<string, string>> = { step: 'steps', mu_product: 'muProduct' }

/** Runs an optimizer in float32, every step, and in float64 to its end. */
export function runOptimizer(golden: OptimizerCase): Comparison[] {
  const steps: Comparison[] = []
  const { parameters, optimizer } = runIn('float32', golden, (values, step) => {
    for (const [i, expected] of at(golden.expected, step).entries()) {
      const tolerance = { abs: at(golden.tolerance_abs, i), rel: 0 }
      steps.push(
        compareNumbers(`step ${step}, parameter ${i}`, numbersOf(expected), at(values, i), tolerance),
      )
    }
  })
  const doubles = runIn('float64', golden)
  const finals = golden.final_f64_hex.map((hexes, i) => {
    const tolerance = { abs: 1e-13, rel: 1e-11 }
    return compareNumbers(`float64, parameter ${i}`, hexes.map(doubleOf), at(doubles.values(), i), tolerance)
  })
  return [...steps, ...finals, ...compareState(golden, optimizer, parameters.size)]
}

function compareState(golden: OptimizerCase, optimizer: Optimizer, count: number): Comparison[] {
  const tensors = optimizer.stateDict()
  const { parameters } = optimizer.toJSON()
  const names = Array.from({ length: count }, (_, i) => `p${i}`)
  return names.flatMap((name, i) =>
    Object.entries(golden.state_after[i] ?? {}).map(([key, expected]) => {
      const place = `state of ${name}: ${key}`
      if (typeof expected === 'number') {
        const got = parameters[name]?.[NUMBERS[key] ?? key]
        return compareNumbers(place, [expected], got === undefined ? [] : [got], { abs: 0, rel: 1e-6 })
      }
      const got = tensors.get(`${name}.${slotName(key)}`)
      const tolerance = { abs: expected.tolerance_abs, rel: 0 }
      return compareNumbers(place, numbersOf(expected), got === undefined ? [] : elementsOf(got), tolerance)
    }),
  )
}

function runIn(
  dtype: 'float32' | 'float64',
  { optimizer: name, args, params, grads }: OptimizerCase,
  after?: (values: readonly (readonly number[])[], step: number) => void,
) {
  const read = (golden: GoldenTensor): Tensor =>
    cpu.tensor(Float64Array.from(numbersOf(golden)), { shape: golden.shape }).cast(dtype)
  const parameters = new Map(params.map((golden, i) => [`p${i}`, read(golden)] as const))
  const optimizer = makeOptimizer(name, parameters, args)
  const values = (): number[][] => [...parameters.values()].map(elementsOf)
  for (const [step, ofStep] of grads.entries()) {
    const gradients = ofStep.flatMap((golden, i) =>
      golden === null ? [] : [[`p${i}`, read(golden)] as const],
    )
    optimizer.step(new Map(gradients))
    after?.(values(), step)
  }
  return { parameters, optimizer, values }
}

function elementsOf(tensor: Tensor): number[] {
  return Array.from(tensor.toArray(), Number)
}
