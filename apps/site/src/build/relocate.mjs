import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { PLACEHOLDER } from './placeholder.mjs'

/** The variable of a page that holds the path under which the site is served, such as `/` or `/nn/`. */
const BASE = 'siteBase'

/**
 * Makes what was built for PLACEHOLDER work under any path: pages and styles name what they load by relative paths, scripts by what the
 * page found its place to be.
 *
 * @param {string} folder
 */
export function relocate(folder) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const change = { html: relocatePage, css: relocateStyle, js: relocateScript }[
      file.split('.').at(-1) ?? ''
    ]
    if (change === undefined) continue
    const path = join(folder, file)
    const before = readFileSync(path, 'utf8')
    const after = change(before, file.split(/[\\/]/).length - 1)
    if (after.includes(PLACEHOLDER)) throw new Error(`${file}: expected no ${PLACEHOLDER} to remain`)
    if (after !== before) writeFileSync(path, after)
  }
}

/** The way from a file in so many folders back to the site's root. @param {number} depth */
function upFrom(depth) {
  return depth === 0 ? './' : '../'.repeat(depth)
}

/**
 * Relative links move when the address does, which it does without a new page; so they become absolute as soon as they are there.
 *
 * @param {string} text
 * @param {number} depth
 */
function relocatePage(text, depth) {
  const up = upFrom(depth)
  const find = `<script>var ${BASE}=new URL("${up}",location.href).pathname</script>`
  const fix =
    '<script>for(const e of document.querySelectorAll(\'#app [href^="."]\'))e.setAttribute("href",e.pathname+e.search+e.hash)</script>'
  return text
    .replaceAll(PLACEHOLDER, up)
    .replace('<head>', `<head>${find}`)
    .replace('</body>', `${fix}</body>`)
}

/** @param {string} text @param {number} depth */
function relocateStyle(text, depth) {
  return text.replaceAll(PLACEHOLDER, upFrom(depth))
}

/** @param {string} text */
export function relocateScript(text) {
  if (!text.includes(PLACEHOLDER)) return text
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = []
  const source = ts.createSourceFile('script.js', text, ts.ScriptTarget.Latest, true)
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isPiece(node)) edits.push(...editsOf(node, source))
    else ts.forEachChild(node, visit)
  }
  visit(source)
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((code, { start, end, text }) => code.slice(0, start) + text + code.slice(end), text)
}

/** Whether a node is a piece of text of a program. @param {ts.Node} node */
function isPiece(node) {
  return ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)
}

/** @param {ts.Node} node @param {ts.SourceFile} source */
function editsOf(node, source) {
  const start = node.getStart(source)
  const raw = source.text.slice(start, node.end)
  if (!raw.includes(PLACEHOLDER)) return []
  if (!ts.isStringLiteral(node))
    return [{ start, end: node.end, text: raw.replaceAll(PLACEHOLDER, `\${${BASE}}`) }]
  if (
    ts.isImportDeclaration(node.parent) ||
    ts.isExportDeclaration(node.parent) ||
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node)
  )
    throw new Error(`relocate: expected ${PLACEHOLDER} in values alone, got ${node.parent.getText(source)}`)
  const quote = raw.charAt(0)
  return [{ start, end: node.end, text: `(${raw.replaceAll(PLACEHOLDER, `${quote}+${BASE}+${quote}`)})` }]
}
