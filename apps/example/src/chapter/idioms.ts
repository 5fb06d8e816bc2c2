import type { Chapter, Net } from './chapter.ts'
import type { Source } from './source.ts'

/** Each framework's way to say the same: a program that makes its network. */
export interface Idioms {
  MXNet(): Net
  PyTorch(): Net
  Keras(): Net
  JAX(): Net
}

/** Shows and runs each idiom, notes whether all networks hold the same bits, and returns the first. */
export function compareIdioms(
  { reader, compared }: Chapter,
  title: string,
  source: Source,
  idioms: Idioms,
): Net {
  const run = (name: keyof Idioms): Net => {
    reader.text(name)
    reader.code(source.body(name))
    return idioms[name]()
  }
  const first = run('MXNet')
  const others = [run('PyTorch'), run('Keras'), run('JAX')]
  const same = others.every((other) => sameValues(other, first))
  compared.push({ title, same })
  reader.text(same ? 'All four' : 'MXNet, while the four differ')
  return first
}

function sameValues(a: Net, b: Net): boolean {
  const others = b.parameters()
  return [...a.parameters()].every(([path, { data }]) => {
    const other = others.get(path)
    return other !== undefined && data.equals(other.data)
  })
}
