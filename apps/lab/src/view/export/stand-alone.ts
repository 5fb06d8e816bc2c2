export type Scheme = 'light' | 'dark'

/** Attributes whose colours the page's style sheet decides. */
const COLORS = ['fill', 'stroke'] as const

/**
 * A picture as the text of a file that needs no style sheet and no page: colours as numbers, a background, its fonts.
 */
export function standAlone(svg: SVGSVGElement, scheme: Scheme): string {
  const stage = document.createElement('div')
  stage.style.cssText = `position:absolute;left:-9999px;color-scheme:${scheme};color:var(--ink)`
  stage.className = 'plot'
  const copy = svg.cloneNode(true) as SVGSVGElement
  stage.append(copy)
  document.body.append(stage)
  const solid = solidColors()
  const elements = [copy, ...copy.querySelectorAll('*')]
  // All styles are read before any is written, so that they are computed once.
  const found = elements.map((element) => colorsOf(element, solid))
  const background = solid(
    getComputedStyle(stage).getPropertyValue('--paper') && computed(stage, 'var(--paper)'),
  )
  for (const [index, element] of elements.entries()) {
    for (const [name, value] of Object.entries(found[index] ?? {})) element.setAttribute(name, value)
    element.removeAttribute('style')
    element.removeAttribute('class')
  }
  stage.remove()
  return text(copy, background)
}

/** The colours that an element's own attributes name, as numbers. */
function colorsOf(element: Element, solid: (color: string) => string): Record<string, string> {
  const colors: Record<string, string> = {}
  for (const name of COLORS) {
    const own = element.getAttribute(name)
    if (own !== null && own !== 'none') colors[name] = solid(getComputedStyle(element)[name])
  }
  return colors
}

/** A colour of the page's style sheet, where `parent` is. */
function computed(parent: Element, color: string): string {
  const probe = document.createElement('i')
  probe.style.color = color
  parent.append(probe)
  const found = getComputedStyle(probe).color
  probe.remove()
  return found
}

/** Turns colours of any notation into #rrggbb, which all programs read. */
function solidColors(): (color: string) => string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const known = new Map<string, string>()
  return (color) => {
    const old = known.get(color)
    if (old !== undefined || context === null) return old ?? color
    context.fillStyle = color
    context.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
    const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
    known.set(color, hex)
    return hex
  }
}

function text(svg: SVGSVGElement, background: string): string {
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  paper.setAttribute('width', '100%')
  paper.setAttribute('height', '100%')
  paper.setAttribute('fill', background)
  svg.prepend(paper)
  svg.setAttribute('font-family', 'system-ui, sans-serif')
  for (const each of svg.querySelectorAll('text')) each.setAttribute('style', 'white-space:pre')
  svg.setAttribute('overflow', 'visible')
  return `${new XMLSerializer().serializeToString(svg)}\n`
}
