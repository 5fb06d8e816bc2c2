import type { JSX, TargetedKeyboardEvent } from 'preact'
import { useState } from 'preact/hooks'
import type { CodeData } from '../../pictures/picture.ts'
import type { Drawing, ExtraProps } from './picture-view.ts'
import { Scroll } from './scroll.tsx'

export const code: Drawing<'code'> = { Extra: Programs }

type Program = CodeData['programs'][number]

/** The programs as tabs: arrow keys go from one to the next. */
function Programs({ data: { programs } }: ExtraProps<'code'>): JSX.Element {
  const [framework, setFramework] = useState<string>('typescript')
  const index = Math.max(
    0,
    programs.findIndex((each) => each.framework === framework),
  )
  const chosen = programs[index]
  const step = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = direction !== 0 && programs[(index + direction + programs.length) % programs.length]
    if (!next) return
    setFramework(next.framework)
    document.getElementById(`tab-${next.framework}`)?.focus()
  }
  return (
    <div class="programs">
      <div role="tablist" aria-label="Framework">
        {programs.map(({ framework, title }) => (
          <button
            key={framework}
            type="button"
            role="tab"
            id={`tab-${framework}`}
            aria-selected={framework === chosen?.framework}
            aria-controls="program"
            tabIndex={framework === chosen?.framework ? 0 : -1}
            onClick={() => setFramework(framework)}
            onKeyDown={step}
          >
            {title}
          </button>
        ))}
      </div>
      {chosen && <Panel program={chosen} />}
    </div>
  )
}

function Panel({ program }: { readonly program: Program }): JSX.Element {
  const { framework, title, code, prints, note } = program
  return (
    <div role="tabpanel" id="program" aria-labelledby={`tab-${framework}`}>
      {note !== undefined && <p>{note}</p>}
      {code !== '' && (
        <>
          <Copy text={code} />
          <Listing label={`Program for ${title}`} text={code} />
        </>
      )}
      {prints !== undefined && (
        <>
          <h3>It prints</h3>
          <Listing label={`What the program for ${title} prints`} text={prints} />
        </>
      )}
    </div>
  )
}

function Listing({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <Scroll label={label}>
      <pre>{text}</pre>
    </Scroll>
  )
}

function Copy({ text }: { readonly text: string }): JSX.Element {
  const [copied, setCopied] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied('refused'),
    )
  const label = copied === text ? 'Copied' : copied === 'refused' ? 'Not allowed: select and copy' : 'Copy'
  return (
    <button type="button" class="quiet copy" onClick={() => void copy()}>
      {label}
    </button>
  )
}
