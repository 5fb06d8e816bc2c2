import { allocate } from '../src/dtype/dtype.ts'
import { type Backend, createBackend, type DType, type Kernels, type Strided, Tensor } from '../src/index.ts'
import { rowMajor, sizeOf } from '../src/shape/shape.ts'

/** The position of row-major element `i`. */
function position(x: Strided, i: number): number {
  const coarse = rowMajor(x.shape)
  return x.shape.reduce(
    (at, n, axis) => at + (Math.floor(i / coarse[axis]!) % n) * x.strides[axis]!,
    x.offset,
  )
}

const copies: Pick<Kernels, 'name' | 'copy' | 'fill'> = {
  name: 'fake',
  copy(x, out) {
    for (let i = 0; i < sizeOf(x.shape); i++) out.data[position(out, i)] = x.data[position(x, i)]!
  },
  fill(out, value) {
    for (let i = 0; i < sizeOf(out.shape); i++) out.data[position(out, i)] = value
  },
}

/** A backend that can copy and no more: what layouts, creation, parsing and printing need. */
export const fake: Backend = createBackend(copies as Kernels)

export function tensorOf(values: readonly number[], shape: readonly number[], dtype: DType): Tensor {
  const data = allocate(dtype, values.length)
  data.set(values)
  return new Tensor({ backend: fake, data, shape })
}
