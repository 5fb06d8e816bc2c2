import type { JSX } from 'preact'
import type { PictureName, Pictures } from '../../pictures/picture.ts'
import type { LabState } from '../../state/state.ts'

interface SentenceProps<N extends PictureName> {
  readonly name: N
  readonly data: Pictures[N] | undefined
  readonly state: LabState | undefined
  readonly error: string | undefined
}

/** What to see in a picture, or why there is no new one. */
export function Sentence<N extends PictureName>({ error }: SentenceProps<N>): JSX.Element {
  if (error === undefined) return <p class="sentence" />
  return (
    <p class="sentence" role="alert">
      {error}
    </p>
  )
}
