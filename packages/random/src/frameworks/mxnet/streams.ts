import type { Mt19937 } from '../../engines/mt19937.ts'
import type { FloatArray } from '../../stream/rng.ts'
import type { Engines } from './engines.ts'
import { canonical32, canonical64, Normal32, normal64 } from './libstdcxx.ts'

const { ceil, fround, min } = Math

/** MXNet's two families of operators: `mx.nd.random` with Gluon's initializers, and `mx.np.random`. */
export type MxnetApi = 'nd' | 'np'

/** The legacy operators' least elements of a stream, and most streams. */
const LEAST = 64
const MOST = 1024

/** Calls `fill` with each engine and its part of the elements. */
function eachStream(
  api: MxnetApi,
  engines: Engines,
  out: FloatArray,
  fill: (engine: Mt19937, begin: number, end: number) => void,
): void {
  const n = out.length
  if (n === 0) return
  const streams = api === 'np' ? 1 : min(ceil(n / LEAST), MOST)
  const step = ceil(n / streams)
  for (let k = 0; k * step < n; k++) fill(engines.get(k), k * step, min(n, (k + 1) * step))
}

/** U[low, high): `low + (high − low)·u`, every step rounded; the ends are float32 in any case. */
export function fillUniform(
  api: MxnetApi,
  engines: Engines,
  out: FloatArray,
  low: number,
  span: number,
): void {
  const single = out instanceof Float32Array
  eachStream(api, engines, out, (engine, begin, end) => {
    if (single) for (let i = begin; i < end; i++) out[i] = low + fround(canonical32(engine) * span)
    else for (let i = begin; i < end; i++) out[i] = low + canonical64(engine) * span
  })
}

/** N(mean, std²): `z·std + mean`, every step rounded. The legacy operators throw away the second value of each pair. */
export function fillNormal(
  api: MxnetApi,
  engines: Engines,
  out: FloatArray,
  mean: number,
  std: number,
): void {
  const single = out instanceof Float32Array
  const law = new Normal32()
  eachStream(api, engines, out, (engine, begin, end) => {
    for (let i = begin; i < end; i++) {
      if (api === 'nd') law.reset()
      out[i] = single ? fround(law.next(engine) * std) + mean : normal64(engine) * std + mean
    }
  })
}
