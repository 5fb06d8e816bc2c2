// Writes the default stream's words to stdout, without end: `one` stream, or 256 neighbouring `paths` in turn, a word each.
// Run by battery/run.sh against the built package.
import { writeSync } from 'node:fs'
import { createRng } from '@nn/random'

const [mode, seed = '42'] = process.argv.slice(2)
const COUNT = 1 << 16
const root = createRng(BigInt(seed))
const out = new Uint32Array(COUNT)

const paths = Array.from({ length: 256 }, (_, i) => root.at(i))
const each = new Uint32Array(COUNT / paths.length)
const fill = {
  one: (start) => root.clone().bits(out, { start }),
  paths: (start) =>
    paths.forEach((rng, lane) => {
      rng.clone().bits(each, { start: start / paths.length })
      for (let i = 0; i < each.length; i++) out[i * paths.length + lane] = each[i]
    }),
}[mode]
if (!fill) throw new RangeError(`words.mjs: expected one or paths, got ${mode}`)

try {
  for (let start = 0; ; start += COUNT) {
    fill(start)
    const bytes = new Uint8Array(out.buffer)
    for (let sent = 0; sent < bytes.length; ) sent += send(bytes.subarray(sent))
  }
} catch (error) {
  // The battery closes the pipe when it has seen enough.
  if (error.code !== 'EPIPE') throw error
}

function send(bytes) {
  try {
    return writeSync(1, bytes)
  } catch (error) {
    if (error.code === 'EAGAIN') return 0
    throw error
  }
}
