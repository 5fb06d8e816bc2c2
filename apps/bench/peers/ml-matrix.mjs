import { Matrix, QrDecomposition } from 'ml-matrix'

const matrix = (data, rows, columns) => Matrix.from1DArray(rows, columns, Array.from(data))

const orthogonal =
  ({ size }) =>
  () => {
    const gaussian = new Matrix(size, size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        gaussian.set(
          i,
          j,
          Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
        )
      }
    }
    return new QrDecomposition(gaussian).orthogonalMatrix
  }

export default {
  'orthogonal-256': orthogonal,
  'orthogonal-1024': orthogonal,
  'mm-512': ({ size, a, b }) => {
    const [left, right] = [matrix(a, size, size), matrix(b, size, size)]
    return () => left.mmul(right)
  },
  'tiny-mlp': ({ x, w1, b1, w2, b2 }) => {
    const [input, first, second] = [
      matrix(x, 2, 4),
      matrix(w1, 8, 4).transpose(),
      matrix(w2, 1, 8).transpose(),
    ]
    const [bias1, bias2] = [Array.from(b1), Array.from(b2)]
    return () => {
      const hidden = input.mmul(first).addRowVector(bias1)
      for (let i = 0; i < 2; i++) for (let j = 0; j < 8; j++) if (hidden.get(i, j) < 0) hidden.set(i, j, 0)
      return hidden.mmul(second).addRowVector(bias2)
    }
  },
}

export const bundles = {
  bundle: `import { Matrix } from 'ml-matrix'; console.log(Matrix.rand(8, 4).mmul(Matrix.rand(4, 2)))`,
  'draw-bundle': `import { Matrix } from 'ml-matrix'
console.log(Float32Array.from(Matrix.rand(8, 4).mul(2).sub(1).mul(Math.sqrt(6 / 12)).to1DArray()))`,
}
