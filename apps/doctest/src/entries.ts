import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedPackages } from './documents.ts'

/** The entries of the published packages, such as `@nn/init/torch`, and their sources. */
export function entries(root: string): [entry: string, source: string][] {
  return publishedPackages(root).flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    return Object.entries<Record<string, string>>(exports).flatMap(([path, target]): [string, string][] => {
      const source = target['@nn/source']
      return source === undefined
        ? []
        : [[`@nn/${name}${path.slice(1)}`, join(root, 'packages', name, source)]]
    })
  })
}
