import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { PictureName, Pictures } from '../../pictures/picture.ts'
import type { LabState } from '../../state/state.ts'

interface SentenceProps<N extends PictureName> {
  readonly name: N
  readonly data: Pictures[N] | undefined
  readonly state: LabState | undefined
  readonly error: string | undefined
}

type Write = typeof import('../../sentences/sentence.ts').sentence

// Sentences come after the pictures.
let loaded: Write | undefined
const loading = (): Promise<Write> =>
  import('../../sentences/sentence.ts').then(({ sentence }) => {
    loaded = sentence
    return sentence
  })

/** What to see in a picture, or why there is no new one. The one of the signal is read out when it changes. */
export function Sentence<N extends PictureName>({ name, data, state, error }: SentenceProps<N>): JSX.Element {
  const [write, setWrite] = useState(() => loaded)
  const hasData = data !== undefined
  useEffect(() => {
    if (hasData && write === undefined) void loading().then((sentence) => setWrite(() => sentence))
  }, [hasData, write])
  if (error !== undefined) return <p class="sentence error">{error}</p>
  return (
    <p class="sentence" {...(name === 'forward' ? { 'aria-live': 'polite' } : {})}>
      {write && data && state && write(name, data, state)}
    </p>
  )
}
