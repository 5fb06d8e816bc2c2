import { showShape } from '@nn/check'
import { type DType, Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { formatTable } from '../table.ts'
import type { Parameter } from './parameter.ts'
import { StateBuffer } from './state-buffer.ts'
import { fits } from './values.ts'

/** Tensors by path, as `stateDict` gives and `loadStateDict` takes them; what is shared has several paths. */
export type StateDict = Map<string, Tensor>

/** The options of `module.loadStateDict`. */
export interface LoadOptions {
  /** Whether missing and unexpected paths are errors. Default true. */
  readonly strict?: boolean
  /** Whether tensors become the storage of parameters without values in memory, instead of being copied. Default false. */
  readonly assign?: boolean
}

/** A tensor that does not fit. */
export interface Mismatch {
  readonly path: string
  /** Shape and dtype of the parameter or buffer. */
  readonly expected: string
  readonly got: string
}

/**
 * What `loadStateDict` did, or would not do, every path named; `String(report)` is an aligned table.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense } from '@nn/layers'
 * const state = new Map([['weight', cpu.ones([2, 3])], ['scale', cpu.ones([2])]])
 * const report = new Dense(2).loadStateDict(state, { strict: false })
 * report.loaded // => ['weight']
 * report.missing // => ['bias']
 * String(report).split('\n')[3] // => 'scale   unexpected'
 * ```
 */
export class LoadReport {
  readonly loaded: readonly string[]
  /** Paths of the module that the state dict does not have. */
  readonly missing: readonly string[]
  /** Paths of the state dict that the module does not have. */
  readonly unexpected: readonly string[]
  /** Tensors of another shape, or of a dtype that would lose its kind. */
  readonly mismatched: readonly Mismatch[]

  constructor(parts: Pick<LoadReport, 'loaded' | 'missing' | 'unexpected' | 'mismatched'>) {
    this.loaded = Object.freeze([...parts.loaded])
    this.missing = Object.freeze([...parts.missing])
    this.unexpected = Object.freeze([...parts.unexpected])
    this.mismatched = Object.freeze([...parts.mismatched])
  }

  toString(): string {
    return formatTable(
      ['path', 'status'],
      [
        ...this.loaded.map((path) => [path, 'loaded']),
        ...this.missing.map((path) => [path, 'missing']),
        ...this.unexpected.map((path) => [path, 'unexpected']),
        ...this.mismatched.map(({ path, expected, got }) => [path, `expected ${expected}, got ${got}`]),
      ],
    )
  }
}

/**
 * A state dict does not fit its module; nothing was loaded.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense } from '@nn/layers'
 * const dense = new Dense(2, { inUnits: 3 })
 * const load = () => dense.loadStateDict({ weight: cpu.ones([3, 2]), bias: cpu.ones([2]) })
 * load() // throws /1 mismatched \(weight: expected \[2, 3\] float32, got \[3, 2\] float32\); nothing was loaded/
 * ```
 */
export class StateDictError extends RangeError {
  override readonly name: string = 'StateDictError'
  readonly report: LoadReport

  constructor(message: string, report: LoadReport) {
    super(message)
    this.report = report
  }
}

type Entry = Parameter | StateBuffer

/** The live values by path, of what is shared by all its paths. */
export function readState(places: ReadonlyMap<string, Entry>): StateDict {
  return new Map(persistent(places).map(([path, entry]) => [path, entry.data]))
}

/** Checks everything, and only then stores it: all or nothing. */
export function loadState(
  where: string,
  places: ReadonlyMap<string, Entry>,
  state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: LoadOptions,
): LoadReport {
  checkOptions(where, options, ['strict', 'assign'])
  const { strict = true, assign = false } = options
  const given = tensorsOf(where, state)
  const wanted = new Map(persistent(places))
  const met = [...wanted].filter(([path]) => given.has(path))
  const reached = new Set(met.map(([, entry]) => entry))
  const mismatched = met.flatMap(([path, entry]) => mismatch(path, entry, given.get(path)!))
  const report = new LoadReport({
    loaded: met.map(([path]) => path),
    // One path of what is shared is enough.
    missing: [...wanted].filter(([, entry]) => !reached.has(entry)).map(([path]) => path),
    unexpected: [...given.keys()].filter((path) => !wanted.has(path)),
    mismatched: mismatched.length > 0 ? mismatched : conflicts(met, given),
  })
  const failed =
    report.mismatched.length > 0 || (strict && report.missing.length + report.unexpected.length > 0)
  if (failed)
    throw new StateDictError(complaint(where, report, strict), new LoadReport({ ...report, loaded: [] }))
  const pending = met.map(([path, entry]) => entry.load(given.get(path)!, { assign }))
  for (const { commit } of pending) commit()
  return report
}

function persistent(places: ReadonlyMap<string, Entry>): [string, Entry][] {
  return [...places].filter(([, entry]) => !(entry instanceof StateBuffer) || entry.persistent)
}

function tensorsOf(
  where: string,
  state: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>,
): Map<string, Tensor> {
  if (typeof state !== 'object' || state === null) {
    throw new TypeError(
      `${where}: expected a state dict, a Map or an object of tensors, got ${String(state)}`,
    )
  }
  const entries = state instanceof Map ? [...state] : Object.entries(state)
  for (const [path, value] of entries) {
    if (value instanceof Tensor) continue
    throw new TypeError(`${where}: expected a tensor for ${path} of the state dict, got ${String(value)}`)
  }
  return new Map(entries)
}

/** The kinds of numbers: one is cast to its own or a later one. */
const KINDS: Readonly<Record<DType, number>> = { bool: 0, int32: 1, float32: 2, float64: 2 }

function mismatch(path: string, { shape, dtype }: Entry, value: Tensor): Mismatch[] {
  if (fits(value.shape, shape) && KINDS[value.dtype] <= KINDS[dtype]) return []
  return [{ path, expected: `${showShape(shape)} ${dtype}`, got: `${showShape(value.shape)} ${value.dtype}` }]
}

/** Paths of one parameter that were given different values. */
function conflicts(
  met: readonly (readonly [string, Entry])[],
  given: ReadonlyMap<string, Tensor>,
): Mismatch[] {
  const first = new Map<Entry, string>()
  return met.flatMap(([path, entry]): Mismatch[] => {
    const other = first.get(entry)
    if (other === undefined) {
      first.set(entry, path)
      return []
    }
    const [one, two] = [given.get(other)!, given.get(path)!]
    if (one === two || one.equals(two, { equalNaN: true })) return []
    return [{ path, expected: `the values of ${other}, which it shares`, got: 'others' }]
  })
}

function complaint(where: string, report: LoadReport, strict: boolean): string {
  const { missing, unexpected, mismatched } = report
  const differ = mismatched.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`)
  const parts = [
    ...(missing.length > 0 ? [`${missing.length} missing (${missing.join(', ')})`] : []),
    ...(unexpected.length > 0 ? [`${unexpected.length} unexpected (${unexpected.join(', ')})`] : []),
    ...(differ.length > 0 ? [`${differ.length} mismatched (${differ.join('; ')})`] : []),
  ]
  const cure = strict && differ.length === 0 ? '; pass { strict: false } to load the rest' : ''
  return `${where}: expected a state dict that fits, got ${parts.join(', ')}; nothing was loaded${cure}`
}
