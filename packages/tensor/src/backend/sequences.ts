import { finite, integer, message } from '@nn/check'

/** `start + i·step` before `stop`. */
export function arange(start: number, stop: number, step: number): number[] {
  for (const [name, value] of Object.entries({ start, stop, step })) finite('arange', name, value)
  if (step === 0) throw new RangeError(message('arange', 'a step other than 0', '0'))
  const count = Math.max(0, Math.ceil((stop - start) / step))
  return Array.from({ length: count }, (_, i) => start + i * step)
}

/** `count` numbers evenly spaced from `start`; the last is `stop` itself if it is included. */
export function linspace(start: number, stop: number, count: number, endpoint: boolean): number[] {
  finite('linspace', 'start', start)
  finite('linspace', 'stop', stop)
  integer('linspace', 'count', count, 0)
  const steps = endpoint ? count - 1 : count
  return Array.from({ length: count }, (_, i) =>
    endpoint && i > 0 && i === steps ? stop : start + ((stop - start) * i) / Math.max(steps, 1),
  )
}
