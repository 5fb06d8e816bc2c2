import type { Rng } from '@nn/random'
import { checkOptions } from '../check/check-options.ts'
import { locate } from '../initialize/decide.ts'
import { rowOf } from '../initialize/initialize.ts'
import { InitReport } from '../initialize/report.ts'
import {
  isSelector,
  nearestTo,
  type Place,
  type Selector,
  selects,
  showSelector,
} from '../initialize/selector.ts'
import type { Choice } from '../initialize/source.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'

/** What starts again, and how much of the old stays. */
export interface ReinitOptions {
  /** Which parameters; several selectors add up. Default all. */
  readonly where?: Selector | readonly Selector[]
  /** The root stream; the same seed as before gives the same values as before. */
  readonly rng?: Rng
  /** Factor on the old values. Default 0. */
  readonly shrink?: number
  /** Factor on the fresh ones. Default 1. */
  readonly noise?: number
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
 * Math.abs(layer.weight.data.at(0, 0).item() - 4.1) < 1e-6 // => true
 * reinit(layer)
 * layer.weight.data.at(0, 0).item() // => 1
 * ```
 */
export function reinit(module: Module, options: ReinitOptions = {}): InitReport {
  const where = `reinit of ${module.label}`
  checkOptions(where, options, ['where', 'rng', 'shrink', 'noise'])
  const { rng, shrink = 0, noise = 1 } = options
  factor(where, 'shrink', shrink)
  factor(where, 'noise', noise)
  const parameters = module.parameters()
  const chosen = new Set(chooseFrom(where, parameters, options.where).filter(({ isFrozen }) => !isFrozen))
  const steps = [...chosen].map((parameter) => {
    if (shrink !== 0 && !parameter.isReady) {
      throw new RangeError(
        `${parameter.path}: expected values to shrink, got a parameter without; initialise it first`,
      )
    }
    const old = shrink === 0 ? undefined : parameter.data.clone()
    return {
      parameter,
      old,
      fresh: noise === 0 ? undefined : parameter.prepare(startOf(parameter), rng, undefined),
    }
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

/** The initializer that a parameter started with; of loaded values, the one that it would start with. */
function startOf({ choice, option, fallback }: Parameter): Choice {
  if (choice !== undefined) return choice
  return option === undefined
    ? { init: fallback, source: 'default', reason: "layer's default" }
    : { init: option, source: 'option', reason: 'constructor option' }
}

function chooseFrom(
  where: string,
  parameters: ReadonlyMap<string, Parameter>,
  given: ReinitOptions['where'],
): Parameter[] {
  if (given === undefined) return [...parameters.values()]
  const selectors = (Array.isArray(given) ? given : [given]) as readonly unknown[]
  const located = locate({ parameters })
  const places = [...located.values()].flat()
  for (const selector of selectors) {
    if (!isSelector(selector)) {
      const expected = `${where}: expected a path, a pattern, a class or { path, role, type }`
      throw new TypeError(`${expected}, got ${String(selector)}`)
    }
    if (places.some((place) => selects(selector, place))) continue
    const near = nearestTo(selector, places).join(', ')
    throw new RangeError(
      `${where}: expected ${showSelector(selector)} to match a parameter, got none; it has ${near}`,
    )
  }
  const isChosen = (place: Place): boolean => selectors.some((one) => selects(one as Selector, place))
  return [...(located as Map<Parameter, Place[]>)].flatMap(([parameter, places]) =>
    places.some(isChosen) ? [parameter] : [],
  )
}

function factor(where: string, name: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: expected ${name} to be a number, got ${String(value)}`)
  }
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected ${name} to be finite, got ${value}`)
}
