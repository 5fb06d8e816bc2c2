import type { Strided, Windows } from '@nn/tensor'
import type { Product } from '../engine/product.ts'
import type { Epilogue } from '../products/matmul.ts'
import { axesOf } from './axis.ts'
import { multiplyWindows } from './multiply-windows.ts'
import { slide } from './slide.ts'

/**
 * A convolution, a box of windows at a time: what these reach over is staged as it lies, with zeros around it, and windows are read
 * or packed from there, so that no matrix of them is made. Sums are those of a product of the weights with the windows.
 *
 * @returns Whether it was done: not if a window is too large for the stage.
 */
export function convolveSimd(
  product: Product,
  x: Strided,
  weight: Strided,
  windows: Windows,
  out: Strided,
  epilogue: Epilogue,
): boolean {
  const [axes, source] = axesOf(x, weight, windows, out)
  const { groups } = windows
  const [units, channels] = [weight.shape[0]! / groups, weight.shape[1]!]
  const terms = axes.reduce((count, { size }) => count * size, channels)
  const task = { product, axes, source, weight, out, epilogue, groups, units, channels, terms }
  return slide(task) || multiplyWindows(task)
}
