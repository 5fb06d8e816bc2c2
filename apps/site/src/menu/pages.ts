import { readdirSync, readFileSync } from 'node:fs'

/** The groups of pages, in the order in which the menus show them. */
export const GROUPS = ['Guide', 'Initializers', 'From other frameworks', 'Promises'] as const

type Group = (typeof GROUPS)[number]

/** What the front matter of a page says about its place in the menus. */
export interface Page {
  /** Path below the site, such as `/guide/seeds`. */
  readonly link: string
  readonly title: string
  readonly group: Group
  readonly order: number
}

/** The pages of a folder that belong to a group, by group and order. @throws Error for a group that does not exist */
export function readPages(folder: URL): Page[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => pageOf(file, readFileSync(new URL(file, folder), 'utf8')))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.order - b.order || a.title.localeCompare(b.title))
}

function placeOf({ group }: Page): number {
  return GROUPS.indexOf(group)
}

/** A page as its front matter describes it; none for a page without a group. */
export function pageOf(file: string, text: string): Page[] {
  const { title, group: name, order } = frontMatter(text)
  if (name === undefined) return []
  const group = GROUPS.find((one) => one === name)
  if (group === undefined)
    throw new Error(
      `pages/${file}: expected a group of ${GROUPS.join(', ')}, got ${name}; correct its front matter`,
    )
  if (title === undefined)
    throw new Error(`pages/${file}: expected a title in the front matter, got none; add one`)
  const link = `/${file.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}`
  return [{ link, title, group, order: Number(order ?? 100) }]
}

/** The lines `key: value` between the two `---` at the top. */
function frontMatter(text: string): Record<string, string | undefined> {
  const [, head = ''] = /^---\n([\s\S]*?)\n---/.exec(text) ?? []
  const lines = [...head.matchAll(/^(\w+):\s*(.*?)\s*$/gm)]
  return Object.fromEntries(lines.map(([, key, value = '']) => [key, value.replace(/^(['"])(.*)\1$/, '$2')]))
}
