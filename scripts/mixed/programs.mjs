import { readFileSync } from 'node:fs'

/** The first program of the README. */
function chapter() {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('## The chapter in 30 lines')
  const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(section) ?? []
  if (code === undefined) throw new Error('README.md: expected the program of the chapter, got none')
  return code
}

/** Tensors of layers in files, and from files in layers. */
const files = `import { cpu } from '@nn/backend-cpu'
import { encodeSafetensors, openSafetensors } from '@nn/io'
import { Dense } from '@nn/layers'
import { createRng } from '@nn/random'

const layer = new Dense(2, { inUnits: 3 })
layer.initialize({ rng: createRng(1), backend: cpu })
const file = await openSafetensors(encodeSafetensors(layer.stateDict()))
const { loaded } = layer.loadStateDict(await file.readAll(cpu))
if (String(loaded) !== 'weight,bias') throw new Error(String(loaded))
`

/** What a project with mixed versions must compile and run, by the names of the files. */
export function programs() {
  return { 'chapter.ts': chapter(), 'files.ts': files }
}
