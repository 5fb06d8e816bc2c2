import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A public name with its built declaration, and all that is declared or imported beside it; comments aside. */
export interface Declaration {
  readonly name: string
  readonly text: string
  readonly file: string
}

/** The public names of a built index that only re-exports. */
export function declarationsOf(index: string): Declaration[] {
  const text = readFileSync(index, 'utf8')
  return [...text.matchAll(/export (?:type )?\{([^}]*)\} from '(\.[^']+)'/g)].flatMap(
    ([, names = '', path = '']) => {
      const declared = join(dirname(index), path.replace(/\.[jt]s$/, '.d.ts'))
      if (declared.endsWith('index.d.ts')) {
        return declarationsOf(declared).filter((one) => listed(names).includes(one.name))
      }
      const file = readFileSync(declared, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      return listed(names).map((name) => ({ name, file, text: declarationOf(name, file) }))
    },
  )
}

function listed(names: string): string[] {
  const items = names.split(',').map((item) => item.trim().replace(/^type /, ''))
  return items.filter((name) => name !== '')
}

function declarationOf(name: string, file: string): string {
  const start = file.search(
    new RegExp(`^export (declare |abstract )*(class|interface|type|const|function) ${name}\\b`, 'm'),
  )
  if (start < 0) throw new Error(`declarations: expected one of ${name}, got none`)
  const rest = file.slice(start)
  const end = rest.slice(1).search(/^(export|declare|interface|type|import) /m)
  return end < 0 ? rest : rest.slice(0, end + 1)
}

/** Names that a declaration may use and nobody can import: those of its own file, of other files, and of private packages. */
export function localNames(file: string): string[] {
  const imports = /^import (?:type )?\{([^}]*)\} from '(?:\.[^']+|@nn\/(?:check|wasm|testing))'/gm
  const declared = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type) (\w+)/gm
  return [
    ...[...file.matchAll(imports)].flatMap(([, names = '']) => listed(names)),
    ...[...file.matchAll(declared)].map(([, name = '']) => name),
  ]
}
