import type { Tensor } from '../tensor.ts'
export const formatTensor = (x: Tensor): string => String(x.shape)
