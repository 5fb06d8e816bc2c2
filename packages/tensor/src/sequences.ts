import { message, show } from './errors.ts'

/** `start + i·step` before `stop`. */
export function arange(start: number, stop: number, step: number): number[] {
  if (![start, stop, step].every(Number.isFinite) || step === 0) {
    const got = `start ${show(start)}, stop ${show(stop)}, step ${show(step)}`
    throw new RangeError(message('arange', 'finite bounds and a step other than 0', got))
  }
  const count = Math.max(0, Math.ceil((stop - start) / step))
  return Array.from({ length: count }, (_, i) => start + i * step)
}

/** `count` numbers evenly spaced from `start`; the last is `stop` itself if it is included. */
export function linspace(start: number, stop: number, count: number, endpoint: boolean): number[] {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new RangeError(message('linspace', 'finite bounds', `${show(start)} and ${show(stop)}`))
  }
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(message('linspace', 'a count that is a non-negative integer', show(count)))
  }
  const steps = endpoint ? count - 1 : count
  return Array.from({ length: count }, (_, i) =>
    endpoint && i > 0 && i === steps ? stop : start + ((stop - start) * i) / Math.max(steps, 1),
  )
}
