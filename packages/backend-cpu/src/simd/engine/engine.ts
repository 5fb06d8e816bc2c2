import type { TensorData } from '@nn/tensor'
import { instantiate, type Memory } from '@nn/wasm'
import { ANSWERS, CHUNK, FIRST, OTHER, OTHER_ANSWERS } from './addresses.ts'
import { type Blocks, blocksOn } from './blocks.ts'
import type { ElementwiseExports, MapName, WaveName } from './maps.ts'
import { compileAll, createMemory, type Instructions, type Modules } from './modules.ts'
import { doubleProduct, type Product, type ProductExports, singleProduct } from './product.ts'

/** The kernels in WebAssembly with views of the memory that they work on: 7 MiB, all that they ever use. */
export interface Engine {
  readonly elementwise: ElementwiseExports
  /** The chunk of the first operand of elementwise kernels, and of their result. */
  readonly x: Float32Array
  /** The chunk of the second operand. */
  readonly y: Float32Array
  /** The chunk of bools: an operand, or answers. */
  readonly bytes: Uint8Array
  /** The chunk of a second operand of bools. */
  readonly otherBytes: Uint8Array
  readonly float32: Product
  /** The product of float64, made at the first call. */
  float64(): Product
  /** The product of float32 with the bits of every engine, made at the first call. */
  ordered(): Product
  /** The kernels of rows and columns, made at the first call. */
  blocks(): Blocks
  /** Runs a kernel of one operand on several threads, if it has some and the kernel is worth it; `make` is what one does with a chunk. */
  readonly spread?: (
    name: MapName | WaveName,
    from: Row,
    to: Row,
    count: number,
    make: (done: number, count: number) => void,
  ) => boolean
}

/** Elements at a constant distance. */
interface Row {
  readonly data: TensorData
  readonly at: number
  readonly step: number
}

/** The elements of a row that is worth waking helpers for. */
export const SPREAD: number = 65536

/** The kernels on a memory of their own; null where the engine cannot run them. */
export function createEngine(instructions: Instructions): Engine | null {
  const modules = compileAll(instructions, false)
  const memory = createMemory(false)
  return modules && memory && engineOn(memory, modules)
}

/** The kernels on a memory. */
export function engineOn(memory: Memory, modules: Modules): Engine {
  const { buffer } = memory
  let float64: Product | undefined
  let ordered: Product | undefined
  let blocks: Blocks | undefined
  const elementwise = instantiate<ElementwiseExports>(modules.elementwise, memory)
  return {
    elementwise,
    x: new Float32Array(buffer, FIRST, CHUNK),
    y: new Float32Array(buffer, FIRST + OTHER, CHUNK),
    bytes: new Uint8Array(buffer, FIRST + ANSWERS, CHUNK),
    otherBytes: new Uint8Array(buffer, FIRST + OTHER_ANSWERS, CHUNK),
    float32: singleProduct(buffer, instantiate(modules.float32, memory), elementwise),
    float64: () => (float64 ??= doubleProduct(buffer, instantiate(modules.float64(), memory))),
    ordered: () => (ordered ??= singleProduct(buffer, withoutDots(instantiate(modules.ordered(), memory)))),
    blocks: () => (blocks ??= blocksOn(memory, instantiate(modules.rows(), memory))),
  }
}

/** The kernels without dot products, which are summed in another order than tiles. */
function withoutDots({ dots, ...kernels }: ProductExports): ProductExports {
  return kernels
}
