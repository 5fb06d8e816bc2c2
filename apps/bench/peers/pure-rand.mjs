import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const uniform = ({ count }) => {
  const rng = xoroshiro128plus(42)
  const out = new Float32Array(count)
  return () => {
    for (let i = 0; i < count; i++) out[i] = uniformFloat32(rng)
  }
}

export default { uniform, 'fill-4': uniform, 'fill-64': uniform, 'fill-2048': uniform }

export const bundles = {
  'draw-bundle': `import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
const rng = xoroshiro128plus(42)
console.log(Float32Array.from({ length: 32 }, () => Math.sqrt(6 / 12) * (2 * uniformFloat32(rng) - 1)))`,
}
