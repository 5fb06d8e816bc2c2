import { type DotOptions, type LineOptions, type PlotOptions, plot } from '@observablehq/plot'

/** The colours of all pictures: custom properties, so that light and dark need no second drawing. */
export const INK = 'var(--ink)'
/** Filled areas of what was measured. */
export const FILL = 'var(--fill)'
export const SOFT = 'var(--soft)'
export const FAINT = 'var(--faint)'
export const ACCENT = 'var(--accent)'

/** What every measured mark and every predicted line has in common. */
export const MEASURED: DotOptions = { fill: INK, stroke: 'none', r: 2 }
export const PREDICTED: LineOptions = { stroke: ACCENT, strokeWidth: 1.25 }

/** Space for the axes, the same in all panels, so that panels above each other share their x axis. */
const MARGINS = { marginLeft: 46, marginRight: 12, marginTop: 22, marginBottom: 32 } as const

/** The colour of a share of the way from the first layer to the last. */
function depthColor(share: number): string {
  return `color-mix(in oklab, var(--last) ${(share * 100).toFixed(1)}%, var(--first))`
}

/** The colour of a layer among `layers`, which begin with 1. */
export function layerColor(layer: number, layers: number): string {
  return depthColor(layers > 1 ? (layer - 1) / (layers - 1) : 1)
}

/** A panel by Observable Plot, without the style sheet that it brings: the page and exported files have their own. */
export function panel(options: PlotOptions): SVGSVGElement {
  // Colours are given as such, whatever the data.
  const drawn = plot({ ...MARGINS, color: { type: 'identity' }, ...options })
  if (!(drawn instanceof SVGSVGElement))
    throw new TypeError('panel: expected an SVG; leave legends and titles out')
  drawn.querySelector(':scope > style')?.remove()
  drawn.setAttribute('font-size', '11')
  drawn.setAttribute('overflow', 'visible')
  // Names of marks, such as rect, tell nobody anything; the whole picture has a text of its own.
  for (const named of drawn.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label')
  return drawn
}

/** Panels below each other (or beside, with `columns`), each of the size that it was drawn with, as one SVG. */
export function arrange(panels: readonly SVGSVGElement[], columns = 1): SVGSVGElement {
  const outer = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const sizes = panels.map(
    (each) => [Number(each.getAttribute('width')), Number(each.getAttribute('height'))] as const,
  )
  let [top, left, width, rowHeight] = [0, 0, 0, 0]
  for (const [index, each] of panels.entries()) {
    const [w, h] = sizes[index] ?? [0, 0]
    each.setAttribute('x', String(left))
    each.setAttribute('y', String(top))
    left += w
    width = Math.max(width, left)
    rowHeight = Math.max(rowHeight, h)
    if ((index + 1) % columns === 0 || index === panels.length - 1) {
      top += rowHeight
      left = rowHeight = 0
    }
    outer.append(each)
  }
  outer.setAttribute('viewBox', `0 0 ${width} ${top}`)
  outer.setAttribute('width', String(width))
  outer.setAttribute('height', String(top))
  outer.setAttribute('font-family', 'system-ui, sans-serif')
  outer.setAttribute('font-size', '11')
  return outer
}
