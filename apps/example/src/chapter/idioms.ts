import type { Chapter, Net } from './chapter.ts'

/** One framework's way to say the same: its name, the code as a reader sees it, and the network that it builds. */
interface Idiom {
  readonly name: string
  readonly code: string
  readonly build: (chapter: Chapter) => Net
}

/** One idiom or several. */
export type Idioms = readonly [Idiom, ...Idiom[]]

/** Runs each idiom, shows its values, claims that all networks hold the same bits, and returns the first. */
export function compareIdioms(chapter: Chapter, [first, ...others]: Idioms, show: (net: Net) => void): Net {
  const { reader } = chapter
  const run = ({ name, code, build }: Idiom): Net => {
    reader.text(`${name}: ${code}`)
    const net = build(chapter)
    show(net)
    return net
  }
  const net = run(first)
  const same = others.map(run).filter((other) => sameValues(other, net))
  reader.claim(`the ${others.length + 1} idioms give the same bits`, same.length === others.length)
  return net
}

function sameValues(a: Net, b: Net): boolean {
  const others = b.parameters()
  return [...a.parameters()].every(([path, { data }]) => {
    const other = others.get(path)
    return other !== undefined && data.equals(other.data)
  })
}
