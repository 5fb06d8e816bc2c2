import * as init from '@nn/init'
import { picturesOf } from './pictures.ts'
import { readSignatures, type Signature } from './signatures.ts'
import { escaped } from './svg.ts'

/** Markdown of one line as HTML. */
type Inline = (markdown: string) => string

/** What a page says of an initializer by its name: pictures, how it is called, options. */
export function lawWriter(): (name: string, inline: Inline) => string {
  const signatures = readSignatures()
  const known = new Map<string, string>()
  return (name, inline) => {
    const html =
      known.get(name) ??
      [figures(name, inline), call(name, signatures(name)), options(signatures(name), inline)].join('\n')
    known.set(name, html)
    return html
  }
}

function figures(name: string, inline: Inline): string {
  const all = picturesOf(name).map(
    ({ svg, caption }) => `<figure>${svg}<figcaption>${inline(caption)}</figcaption></figure>`,
  )
  return all.length === 0 ? '' : `<div class="law-pictures">${all.join('')}</div>`
}

/** How it is called, and in place. */
function call(name: string, { parameters }: Signature): string {
  const form = `${name}_`
  const plain = `<code>${name}(${escaped(parameters.join(', '))})</code>`
  if (!(form in init)) return `<p>${plain}; in place: <code>fill_(target, ${name}(…))</code></p>`
  return `<p>${plain}; in place: <code>${form}(target, …)</code></p>`
}

function options({ options: all, throws }: Signature, inline: Inline): string {
  if (all.length === 0) return throws === '' ? '' : `<p class="law-throws">Throws: ${inline(throws)}</p>`
  const rows = all.map(
    ({ name, type, isOptional, meaning }) =>
      `<tr><td><code>${name}</code>${isOptional ? '' : ', required'}</td><td><code>${escaped(type)}</code></td><td>${inline(meaning)}</td></tr>`,
  )
  const head = '<thead><tr><th>option</th><th>type</th><th>meaning</th></tr></thead>'
  const table = `<table>${head}<tbody>${rows.join('')}</tbody></table>`
  return throws === '' ? table : `${table}\n<p class="law-throws">Throws: ${inline(throws)}</p>`
}
