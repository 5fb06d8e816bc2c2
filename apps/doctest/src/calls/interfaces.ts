import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from '../documents.ts'

/** A member of an options object or a parameter of a function: its name and the text of its type. */
export interface Field {
  readonly name: string
  readonly type: string
}

/** A text cut at the commas that stand in no brackets. */
export function partsOf(list: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < list.length; i++) {
    const char = list.charAt(i)
    if ('([{<'.includes(char)) depth++
    else if (')]}'.includes(char) || (char === '>' && list.charAt(i - 1) !== '=')) depth--
    else if (char === ',' && depth === 0) {
      parts.push(list.slice(start, i))
      start = i + 1
    }
  }
  parts.push(list.slice(start))
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The members of all interfaces below the packages' sources, by the interface's name. */
export function interfacesOf(root: string): ReadonlyMap<string, readonly Field[]> {
  const found = new Map<string, readonly Field[]>()
  for (const file of filesBelow(join(root, 'packages'), '.ts')) {
    if (!file.includes('/src/')) continue
    const text = readFileSync(file, 'utf8')
    for (const [, name = '', parents = '', body = ''] of text.matchAll(
      /^(?:export )?interface (\w+)(?:<[^{]*>)?(?: extends ([^{]+))? \{\n([\s\S]*?)^\}/gm,
    )) {
      const own = [...body.matchAll(/^ {2}readonly (\w+)\??: ([^\n]+)/gm)].map(
        ([, member = '', type = '']) => ({
          name: member,
          type,
        }),
      )
      const inherited = partsOf(parents).map((parent) => ({ name: '', type: parent }))
      found.set(name, [...own, ...inherited])
    }
  }
  return found
}

/** The members that an object of a type may have: those of all interfaces that it names. */
export function membersOf(
  type: string,
  interfaces: ReadonlyMap<string, readonly Field[]>,
  depth = 0,
): readonly Field[] {
  if (depth > 3) return []
  const names = [...type.matchAll(/\b[A-Z]\w+/g)].map(([name]) => name)
  const fields = names.flatMap((name) => interfaces.get(name) ?? [])
  return fields.flatMap((field) =>
    field.name === '' ? membersOf(field.type, interfaces, depth + 1) : [field],
  )
}
