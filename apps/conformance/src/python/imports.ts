import { getAttribute } from './attributes.ts'
import { splitAt } from './parts.ts'
import type { Scope } from './scope.ts'
import { type Node, unread } from './syntax/syntax.ts'

/** `import a.b as c` and `from a.b import c as d`. */
export function importing(node: Node, scope: Scope): void {
  const words = node.parts.filter(({ kind }) => kind !== '(' && kind !== ')')
  const at = words.findIndex(({ kind }) => kind === 'import')
  const isFrom = words[0]?.kind === 'from'
  const names = splitAt(words.slice(at + 1), ',')
  if (isFrom) {
    const path = pathOf(words.slice(1, at))
    if (path === '__future__') return
    const module = scope.machine.module(path)
    for (const parts of names) {
      const [name, , as] = parts as [Node, Node | undefined, Node | undefined]
      if (name.kind === '*') importAll(module, node, scope)
      else scope.set((as ?? name).text, getAttribute(module, name.text))
    }
    return
  }
  for (const parts of names) {
    const [path, as] = splitAt(parts, 'as')
    const whole = pathOf(path ?? [])
    const module = scope.machine.module(whole)
    const alias = as?.[0]?.text
    const first = whole.split('.')[0] ?? whole
    scope.set(alias ?? first, alias === undefined ? scope.machine.module(first) : module)
  }
}

/** `from module import *`: what does not begin with an underscore. */
function importAll(module: unknown, node: Node, scope: Scope): void {
  if (typeof module !== 'object' || module === null) throw unread(node, 'import *')
  for (const [name, value] of Object.entries(module)) if (!name.startsWith('_')) scope.set(name, value)
}

function pathOf(parts: readonly Node[]): string {
  return parts.map(({ text }) => text).join('')
}
