/** Writes the pictures of the repository's README: `node scripts/pictures.mjs`, or into a folder that is named. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePictures } from './make-pictures.mjs'
import { openLab } from './open-lab.mjs'

const folder = process.argv[2] ?? fileURLToPath(new URL('../../../docs/pictures', import.meta.url))
const lab = await openLab()
try {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of await makePictures(lab)) await writeFile(join(folder, name), text)
} finally {
  await lab.close()
}
