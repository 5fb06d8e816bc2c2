/** A weight of a layer in Keras's layout. */
export interface Weight {
  readonly path: string
  readonly shape: readonly number[]
  readonly dtype: 'float32' | 'int32' | 'int64'
  readonly values: Float32Array | Int32Array | BigInt64Array
  trainable: boolean
}
