/** The element types of a tensor. `bool` is stored as bytes 0 and 1. */
export type DType = 'float32' | 'float64' | 'int32' | 'bool'

/** The typed array that stores each dtype. */
export interface DataOf {
  float32: Float32Array
  float64: Float64Array
  int32: Int32Array
  bool: Uint8Array
}

/** The typed array behind a tensor. */
export type TensorData = DataOf[DType]
