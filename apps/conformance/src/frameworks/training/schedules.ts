import { cpu } from '@nn/backend-cpu'
import type { Schedule } from '@nn/optim'
import * as optim from '@nn/optim'
import { ArgReader } from '../../golden/args.ts'
import type { Comparison } from '../../golden/compare.ts'
import { options } from '../forward/arguments.ts'
import { compareNumbers } from './compare-numbers.ts'
import { doubleOf, type ScheduleCase, type Scheduler } from './training-case.ts'

type Make = (args: ArgReader, of: readonly Schedule[]) => Schedule

/** Options that PyTorch requires are required here: what is left out is our error. */
const SCHEDULES: Readonly<Record<string, Make>> = {
  StepLR: (args) =>
    optim.stepDecay(options<optim.StepDecayOptions>(args, { every: 'step_size', gamma: 'gamma' })),
  MultiStepLR: (args) =>
    optim.multiStepDecay(
      options<optim.MultiStepDecayOptions>(args, { milestones: 'milestones', gamma: 'gamma' }),
    ),
  ConstantLR: (args) =>
    optim.constantFactor({ steps: args.number('total_iters', 5), factor: args.number('factor', 1 / 3) }),
  ExponentialLR: (args) =>
    optim.exponentialDecay(options<optim.ExponentialDecayOptions>(args, { gamma: 'gamma' })),
  LinearLR: (args) => {
    const [start, end] = [args.number('start_factor', 1 / 3), args.number('end_factor', 1)]
    return optim.linearWarmUp({ steps: args.number('total_iters', 5), start, end })
  },
  CosineAnnealingLR: (args) =>
    optim.cosineAnnealing(options<optim.CosineAnnealingOptions>(args, { steps: 'T_max', least: 'eta_min' })),
  CosineAnnealingWarmRestarts: (args) =>
    optim.cosineRestarts(
      options<optim.CosineRestartsOptions>(args, { steps: 'T_0', growth: 'T_mult', least: 'eta_min' }),
    ),
  PolynomialLR: (args) =>
    optim.polynomialDecay({ steps: args.number('total_iters', 5), power: args.number('power', 1) }),
  OneCycleLR: (args) => {
    // The momentum is no part of the rate.
    args.take('cycle_momentum', true)
    const [epochs, each] = [args.number('epochs', 0), args.number('steps_per_epoch', 0)]
    const shape = args.take<'cos' | 'linear'>('anneal_strategy', 'cos') === 'cos' ? 'cosine' : 'linear'
    return optim.oneCycle({
      ...options<Partial<optim.OneCycleOptions>>(args, {
        startDivisor: 'div_factor',
        endDivisor: 'final_div_factor',
        rising: 'pct_start',
      }),
      ...{ highest: args.number('max_lr', 0), steps: args.number('total_steps', epochs * each), shape },
      threePhase: args.take('three_phase', false),
    })
  },
  CyclicLR: (args) => {
    args.take('cycle_momentum', true)
    const mode = args.take<'triangular' | 'triangular2' | 'exp_range'>('mode', 'triangular')
    return optim.cyclic({
      ...options<Partial<optim.CyclicOptions>>(args, {
        stepsUp: 'step_size_up',
        stepsDown: 'step_size_down',
        gamma: 'gamma',
      }),
      ...{ lowest: args.number('base_lr', 0), highest: args.number('max_lr', 0) },
      mode: mode === 'exp_range' ? 'exponential' : mode,
    })
  },
  SequentialLR: (args, of) => optim.sequential(of, args.take('milestones', [])),
  ChainedScheduler: (_args, of) => optim.chained(of),
}

/** A schedule by its name and arguments in PyTorch. @throws Error of an unknown name or argument */
export function makeSchedule({ name, args = {}, of = [] }: Scheduler): Schedule {
  const make = SCHEDULES[name]
  if (make === undefined) throw new Error(`no adapter for the scheduler ${name}`)
  const reader = new ArgReader(args)
  const schedule = make(reader, of.map(makeSchedule))
  reader.done()
  return schedule
}

/** The rate before each step, or after each metric. */
export function runSchedule(golden: ScheduleCase): Comparison[] {
  const want = golden.lr_hex.map(doubleOf)
  const got = golden.scheduler.name === 'ReduceLROnPlateau' ? ofPlateau(golden) : ofSchedule(golden)
  return [compareNumbers('rates', want, got, { abs: 0, rel: golden.tolerance_rel })]
}

function ofSchedule({ lr, scheduler, lr_hex }: ScheduleCase): number[] {
  const schedule = makeSchedule(scheduler)
  return lr_hex.map((_, step) => schedule(step, lr))
}

function ofPlateau({ lr, scheduler, metrics = [] }: ScheduleCase): number[] {
  const optimizer = optim.sgd({ w: cpu.ones([1]) }, { learningRate: lr })
  const args = new ArgReader(scheduler.args ?? {})
  const kind = args.take<'rel' | 'abs'>('threshold_mode', 'rel') === 'rel' ? 'relative' : 'absolute'
  const names = { mode: 'mode', factor: 'factor', patience: 'patience', threshold: 'threshold' }
  const others = { cooldown: 'cooldown', least: 'min_lr', eps: 'eps' }
  const given = options<optim.ReduceOnPlateauOptions>(args, { ...names, ...others })
  args.done()
  const plateau = optim.reduceOnPlateau(optimizer, { ...given, thresholdMode: kind })
  return [
    lr,
    ...metrics.map((metric) => {
      plateau.step(metric)
      return optimizer.learningRate
    }),
  ]
}
