/** Colours of the page's theme, light and dark: what was measured, and what a law predicts. */
export const INK = 'var(--vp-c-text-1)'
export const ACCENT = 'var(--vp-c-brand-1)'
export const FAINT = 'var(--vp-c-text-3)'

/** A number with three digits, as axes and captions have it. */
export function digits(value: number): string {
  const text = String(Number(value.toPrecision(3)))
  return text.replace('-', '−')
}

/** A coordinate: a tenth of a pixel is enough, and keeps pages small. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** A picture of a size that shrinks with the page, and what it shows in words. */
export function svg(width: number, height: number, label: string, content: readonly string[]): string {
  const attributes = `viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}" role="img" aria-label="${escaped(label)}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes} style="max-width:100%;height:auto">${content.join('')}</svg>`
}

/** A text of an axis. */
export function label(
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'middle',
): string {
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" font-size="12" fill="var(--vp-c-text-2)">${escaped(text)}</text>`
}

/** Text as HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Round numbers between two ends, about as many as are wanted. */
export function ticks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
