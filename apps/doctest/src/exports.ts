import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A public name and the comment in front of its declaration. */
export interface PublicName {
  readonly name: string
  /** Its name in the file that declares it. */
  readonly local: string
  readonly file: string
  readonly isType: boolean
  readonly doc: string | undefined
}

const REEXPORT = /export (type )?\{([^}]*)\} from '(\.[^']+)'/g

/** The public names of an index file that only re-exports, followed to where each is declared. */
export function publicNames(index: string): PublicName[] {
  const text = readFileSync(index, 'utf8')
  return [...text.matchAll(REEXPORT)].flatMap(([, typeOnly, list, path]) => {
    const file = join(dirname(index), path!)
    return list!
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .flatMap((item) =>
        resolve(file, item.replace(/^type /, ''), typeOnly !== undefined || item.startsWith('type ')),
      )
  })
}

function resolve(file: string, item: string, isType: boolean): PublicName[] {
  const [local = item, name = local] = item.split(' as ')
  if (file.endsWith('/index.ts')) return publicNames(file).filter((found) => found.name === local)
  const text = readFileSync(file, 'utf8')
  const declaration = new RegExp(
    `(\\/\\*\\*(?:(?!\\*\\/)[\\s\\S])*\\*\\/\\s*)?export (?:declare )?(?:abstract )?(?:async )?(function\\*?|const|class|interface|type|let) ${local}\\b`,
  ).exec(text)
  const kind = declaration?.[2]
  return [
    { name, local, file, isType: isType || kind === 'interface' || kind === 'type', doc: declaration?.[1] },
  ]
}
