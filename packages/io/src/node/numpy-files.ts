import type { Backend, Tensor } from '@nn/tensor'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { checkReading, type ReadOptions } from '../elements/read-tensor.ts'
import type { Tensors } from '../elements/tensors.ts'
import { type NpyOptions, planNpy } from '../npy/encode-npy.ts'
import { readNpy } from '../npy/read-npy.ts'
import { type NpzOptions, planNpz } from '../npz/encode-npz.ts'
import { type NpzFile, openNpz } from '../npz/npz-file.ts'
import { writeAtomically } from './atomic-write.ts'
import { type Closable, openSource } from './file-source.ts'
import { pathOf } from './path.ts'

/**
 * Writes an .npy file, as `numpy.save`; atomically, as `saveSafetensors`.
 *
 * @throws As `encodeNpy`; Error of the system. The old file stays.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { loadNpy, saveNpy } from '@nn/io/node'
 * const path = join(await mkdtemp(join(tmpdir(), 'nn-')), 'x.npy')
 * await saveNpy(path, cpu.tensor([1, 2]))
 * const x = await loadNpy(path, cpu)
 * x.toNested() // => [1, 2]
 * ```
 */
export async function saveNpy(
  path: string | URL,
  tensor: Tensor | RawTensor,
  options: NpyOptions = {},
): Promise<void> {
  const { chunks } = planNpy('saveNpy', 'tensor', tensor, options)
  await writeAtomically('saveNpy', pathOf('saveNpy', path), chunks())
}

/**
 * The array of an .npy file.
 *
 * @throws As `readNpy`; Error of the system.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { loadNpy } from '@nn/io/node'
 * const missing = await loadNpy('no such file', cpu).catch((error) => error)
 * missing.code // => 'ENOENT'
 * ```
 */
export async function loadNpy(
  path: string | URL,
  backend: Backend,
  options: ReadOptions = {},
): Promise<Tensor> {
  checkReading('loadNpy', backend, options)
  const source = await openSource('loadNpy', pathOf('loadNpy', path))
  try {
    return await readNpy(source, backend, options)
  } finally {
    await source.close()
  }
}

/**
 * Writes an .npz archive, as `numpy.savez` or `savez_compressed`; atomically, as `saveSafetensors`.
 *
 * @throws As `encodeNpz`; Error of the system. The old file stays.
 * @example
 * ```ts
 * import { mkdtemp } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { cpu } from '@nn/backend-cpu'
 * import { openNpzFile, saveNpz } from '@nn/io/node'
 * const path = join(await mkdtemp(join(tmpdir(), 'nn-')), 'x.npz')
 * await saveNpz(path, { x: cpu.tensor([1, 2]) }, { compress: true })
 * const archive = await openNpzFile(path)
 * const x = await archive.tensor('x', cpu)
 * await archive.close()
 * x.toNested() // => [1, 2]
 * ```
 */
export async function saveNpz(path: string | URL, tensors: Tensors, options: NpzOptions = {}): Promise<void> {
  const chunks = planNpz('saveNpz', tensors, options)
  await writeAtomically('saveNpz', pathOf('saveNpz', path), chunks)
}

/**
 * Opens an .npz archive: its directory is read at once, each array on request. `close` it in the end.
 *
 * @throws As `openNpz`; Error of the system.
 * @example
 * ```ts
 * import { openNpzFile } from '@nn/io/node'
 * const missing = await openNpzFile('no such file').catch((error) => error)
 * missing.code // => 'ENOENT'
 * ```
 */
export async function openNpzFile(path: string | URL): Promise<NpzFile & Closable> {
  const source = await openSource('openNpzFile', pathOf('openNpzFile', path))
  try {
    return Object.assign(await openNpz(source), { close: () => source.close() })
  } catch (error) {
    await source.close()
    throw error
  }
}
