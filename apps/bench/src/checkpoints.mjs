// Checkpoints of a billion parameters, in folders of the system for temporary files, which are removed afterwards.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examineFile, seedCheckpoint } from '@nn/checkpoint/node'

const makeFolder = () => mkdtemp(join(tmpdir(), 'nn-bench-'))
const remove = (folder) => rm(folder, { recursive: true, force: true })

/** Writes one, with all that a disk takes its time for. */
export function seed({ config, recipe }) {
  let out
  const run = async () => {
    try {
      await seedCheckpoint(config, { recipe, seed: 42, out })
    } finally {
      await remove(out)
    }
  }
  run.prepare = async () => {
    out = await makeFolder()
  }
  return run
}

/** Examines one that is there. */
export function doctor({ config, recipe }) {
  let folder
  const run = async () => {
    try {
      await examineFile(folder)
    } finally {
      await remove(folder)
    }
  }
  run.prepare = async () => {
    folder = await makeFolder()
    await seedCheckpoint(config, { recipe, seed: 42, out: folder })
  }
  return run
}
