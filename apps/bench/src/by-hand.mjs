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

/** New weights of U[-a, a) and biases of zeros. */
const layers =
  ({ shapes }) =>
  () =>
    shapes.map(([units, inputs]) => {
      const weight = new Float32Array(units * inputs)
      const a = 1 / Math.sqrt(inputs)
      for (let i = 0; i < weight.length; i++) weight[i] = a * (2 * Math.random() - 1)
      return [weight, new Float32Array(units)]
    })

export default {
  uniform: fill(Math.random),
  'fill-4': fill(Math.random),
  'fill-64': fill(Math.random),
  'fill-2048': fill(Math.random),
  'init-chapter': layers,
  'init-small': layers,
  'step-tiny': async () => (await import('./steps.mjs')).byHand(),
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
