import { checkOptions, finite, message, type OptionNames, show } from '@nn/check'
import type { Rng } from '@nn/random'
import { optionalRng } from '../check/options.ts'
import { locate } from '../initialize/decide.ts'
import { rowOf } from '../initialize/initialize.ts'
import { choiceOf } from '../initialize/precedence.ts'
import { InitReport } from '../initialize/report.ts'
import { checkMatch, isSelector, type Selector, showSelector } from '../initialize/selector.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { checkModule } from './watch.ts'

/** The options of `reinit`. */
export interface ReinitOptions {
  /** The parameters that start again; several selectors add up. Default all. */
  readonly where?: Selector | readonly Selector[] | undefined
  /** The root stream; the same seed as before gives the same values as before. */
  readonly rng?: Rng | undefined
  /** Factor on the old values. Default 0. */
  readonly shrink?: number | undefined
  /** Factor on the fresh values. Default 1. */
  readonly noise?: number | undefined
}

/**
 * `w ← shrink · w + noise · fresh`, fresh values from the initializer that each parameter started with: a restart, of all or of a part,
 * or with shrink and noise the warm start of Ash and Adams (2020, https://arxiv.org/abs/1910.08475). Frozen parameters stay. What a
 * dialect's sequence drew goes on in that sequence. All change, or none.
 *
 * @throws TypeError if an option is of the wrong kind or a random initializer gets no rng, RangeError if a factor is not finite, a
 * selector is for no parameter, or values are to be shrunk that there are not yet.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Dense, reinit } from '@nn/layers'
 * const layer = new Dense(2, { inUnits: 2, weightInit: constant(1) })
 * layer.initialize({ backend: cpu })
 * layer.weight.data.fill_(8) // … training …
 * reinit(layer, { where: { role: 'weight' }, shrink: 0.5, noise: 0.1 })
 * layer.weight.data.allClose(cpu.full([2, 2], 4.1)) // => true
 * reinit(layer)
 * layer.weight.data.at(0, 0).item() // => 1
 * ```
 */
export function reinit(module: Module, options: ReinitOptions = {}): InitReport {
  const where = checkModule('reinit', module)
  checkOptions(where, options, NAMES)
  const { rng, shrink = 0, noise = 1 } = options
  optionalRng(where, rng)
  finite(where, 'shrink', shrink)
  finite(where, 'noise', noise)
  const parameters = module.parameters()
  const chosen = new Set(chooseFrom(where, parameters, options.where).filter(({ isFrozen }) => !isFrozen))
  const steps = [...chosen].map((parameter) => {
    const old = shrink === 0 ? undefined : valuesOf(parameter)
    const fresh = noise === 0 ? undefined : parameter.prepare(choiceOf(parameter), rng, undefined)
    return { parameter, old, fresh }
  })
  for (const { parameter, old, fresh } of steps) {
    fresh?.commit()
    if (shrink === 0 && noise === 1) continue
    parameter.data.mul_(fresh === undefined ? shrink : noise)
    if (old !== undefined && fresh !== undefined) parameter.data.add_(old.mul(shrink))
  }
  const rows = [...parameters].map(([path, parameter]) => {
    if (!chosen.has(parameter)) return rowOf(path, parameter)
    return rowOf(path, parameter, parameter.isReady ? 'initialized' : 'deferred')
  })
  return new InitReport(rows)
}

const NAMES: OptionNames<ReinitOptions> = { where: true, rng: true, shrink: true, noise: true }

/** A copy of the values that are to be shrunk. */
function valuesOf(parameter: Parameter): Parameter['data'] {
  if (parameter.isReady) return parameter.data.clone()
  const cure = 'initialise it first'
  throw new RangeError(message(parameter.path, 'values to shrink', 'a parameter without', cure))
}

function chooseFrom(
  where: string,
  parameters: ReadonlyMap<string, Parameter>,
  given: ReinitOptions['where'],
): Parameter[] {
  if (given === undefined) return [...parameters.values()]
  const located = locate({ parameters })
  const places = [...located.values()].flat()
  const selectors: readonly unknown[] = Array.isArray(given) ? given : [given]
  const matched = selectors.flatMap((selector) => {
    if (isSelector(selector)) return checkMatch(where, showSelector(selector), selector, places)
    throw new TypeError(message(where, 'a path, a pattern, a class or { path, role, type }', show(selector)))
  })
  return [...parameters.values()].filter((parameter) =>
    located.get(parameter)?.some((place) => matched.includes(place)),
  )
}
