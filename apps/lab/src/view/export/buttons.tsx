import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { PictureName } from '../../pictures/picture.ts'

interface ExportButtonsProps {
  readonly name: PictureName
  readonly svg: SVGSVGElement | undefined
}

const FORMATS = [
  { label: 'SVG', format: 'svg', scheme: 'light' },
  { label: 'SVG, dark', format: 'svg', scheme: 'dark' },
  { label: 'PNG', format: 'png', scheme: 'light' },
] as const

/** Saves a picture as a file that stands alone. */
export function ExportButtons({ name, svg }: ExportButtonsProps): JSX.Element {
  const [problem, setProblem] = useState('')
  const save = async ({ format, scheme }: (typeof FORMATS)[number]) => {
    if (svg === undefined) return
    const { savePicture } = await import('./save-picture.ts')
    await savePicture(svg, { name, format, scheme }).then(
      () => setProblem(''),
      (error: unknown) => setProblem(String(error)),
    )
  }
  return (
    <div class="exports">
      {FORMATS.map((each) => (
        <button
          key={each.label}
          type="button"
          class="quiet"
          disabled={svg === undefined}
          aria-label={`Save the picture as ${each.label}`}
          onClick={() => void save(each)}
        >
          {each.label}
        </button>
      ))}
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  )
}
