import { readFileSync } from 'node:fs'
import { LIBRARY } from './layouts.mjs'

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

/** Everything of one copy of a package stands, for the compiler, where the other copy's does. */
const interchangeable = (name) => `import * as other from '${LIBRARY}'
import * as own from '${name}'

export const there: typeof other = own
export const back: typeof own = other
if ((there as unknown) === back) throw new Error('expected two copies, got one')
`

/** What a project with mixed versions must compile and run, by the names of the files. */
export function programs({ name, nestedIn }) {
  const both = { 'chapter.ts': chapter(), 'files.ts': files }
  return nestedIn.includes(LIBRARY) ? { ...both, 'library.ts': interchangeable(name) } : both
}
