/**
 * Q of QR with a positive diagonal of R, for a matrix of full rank and rows ≥ cols, row-major: Gram and Schmidt's method in
 * double precision, each column orthogonalised twice.
 */
export function orthonormalColumns(matrix: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const q = Float64Array.from(matrix)
  const dot = (i: number, j: number) => {
    let sum = 0
    for (let r = 0; r < rows; r++) sum += q[r * cols + i]! * q[r * cols + j]!
    return sum
  }
  for (let j = 0; j < cols; j++) {
    for (let pass = 0; pass < 2; pass++)
      for (let i = 0; i < j; i++) {
        const share = dot(i, j)
        for (let r = 0; r < rows; r++) q[r * cols + j]! -= share * q[r * cols + i]!
      }
    const norm = Math.sqrt(dot(j, j))
    for (let r = 0; r < rows; r++) q[r * cols + j]! /= norm
  }
  return q
}

/** The transpose of a row-major matrix. */
export function transpose(matrix: Float64Array, rows: number, cols: number): Float64Array {
  return Float64Array.from(matrix, (_, i) => matrix[(i % rows) * cols + Math.floor(i / rows)]!)
}
