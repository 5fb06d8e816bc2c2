// What a person writes without a library: loops around Math.random.
const gaussian = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())

function truncated() {
  for (;;) {
    const z = gaussian()
    if (Math.abs(z) <= 2) return z
  }
}

const fill =
  (value) =>
  ({ count }) => {
    const out = new Float32Array(count)
    return () => {
      for (let i = 0; i < count; i++) out[i] = value()
    }
  }

export default {
  uniform: fill(Math.random),
  normal: fill(gaussian),
  'truncated-normal': fill(truncated),
  'gpt2-init':
    ({ shapes }) =>
    () =>
      shapes.map(({ shape, law }) => {
        const out = new Float32Array(shape.reduce((size, n) => size * n, 1))
        if (law === 'ones') out.fill(1)
        if (law === 'normal') for (let i = 0; i < out.length; i++) out[i] = 0.02 * gaussian()
        return out
      }),
}
