// What the machine allows one thread, measured with the least code.
import { median } from './measure.mjs'

function seconds(run, times = 9) {
  run()
  const all = Array.from({ length: times }, () => {
    const start = performance.now()
    run()
    return (performance.now() - start) / 1000
  })
  return median(all)
}

const leb = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >>> 7)])
const section = (id, body) => [id, ...leb(body.length), ...body]

/** A module whose function runs `step` on 12 vectors in turn, as often as its argument says, and adds them up. */
function vectorLoop(step) {
  const accumulators = Array.from({ length: 12 }, (_, i) => i + 1)
  const loop = [
    ...accumulators.flatMap((local) => [...step(local), 0x21, local]),
    ...[0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0], // while (--n)
  ]
  // All vectors end in the result, so that none can be left out.
  const sum = [
    0x20,
    1,
    ...accumulators.slice(1).flatMap((local) => [0x20, local, 0xfd, 0xe4, 1]),
    0xfd,
    0x1f,
    0,
  ]
  const body = [1, 14, 0x7b, 0x03, 0x40, ...loop, 0x0b, ...sum, 0x0b]
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ])
}

const [A, B] = [13, 14]
const multiplyAdd = (local) => [0x20, local, 0x20, A, 0xfd, 0xe6, 1, 0x20, B, 0xfd, 0xe4, 1]
const fused = (local) => [0x20, local, 0x20, A, 0x20, B, 0xfd, 0x85, 2]

function gigaflops(step) {
  const bytes = vectorLoop(step)
  if (!WebAssembly.validate(bytes)) return 0
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  const times = 2e6
  for (let i = 0; i < 20; i++) f(1e4)
  return (times * 12 * 8) / seconds(() => f(times)) / 1e9
}

/** Peak of float32 in 128-bit vectors, seconds per float32 written to memory in cache and to new memory, and read. */
export function measureLimits() {
  const warm = new Float32Array(1e5)
  const large = new Float32Array(4096 * 4096)
  const cache = new Float32Array(4096)
  const write = seconds(() => {
    for (let i = 0; i < 100; i++) warm.fill(i)
  })
  const read = seconds(() => {
    for (let i = 0; i < large.length; i += 4096) cache.set(large.subarray(i, i + 4096))
  })
  return {
    peak: Math.max(gigaflops(multiplyAdd), gigaflops(fused)),
    write: write / 1e7,
    fresh: seconds(() => new Float32Array(2e7).fill(1), 3) / 2e7,
    read: read / large.length,
  }
}

/** The best value of a workload that the machine allows, in its unit; undefined where no limit is known. */
export function limitOf(name, { peak, write, fresh, read }) {
  if (name === 'gpt2-init') return 124439808 * fresh * 1e3
  if (name.startsWith('orthogonal')) return ((4 / 3) * Number(name.slice(11)) ** 3) / peak / 1e6
  if (name === 'linear-1') return Math.min(peak, 2 / read / 1e9)
  if (['linear-64', 'mm-512', 'depthwise', 'pointwise'].includes(name)) return peak
  if (name === 'relu') return (read + write) * 1e9
  return ['uniform', 'normal', 'truncated-normal', 'mask'].includes(name) ? write * 1e9 : undefined
}
