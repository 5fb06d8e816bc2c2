import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../state/problem.ts'
import type { RoleName } from '../../state/state.ts'
import { FieldBox } from './field.tsx'

interface CustomProps {
  readonly role: RoleName
  readonly code: string
  readonly problems: readonly Problem[]
  readonly onRun: (code: string) => void
}

/** A function that the reader types; it runs when the reader says so. */
export function Custom({ role, code, problems, onRun }: CustomProps): JSX.Element {
  const [draft, setDraft] = useState(code)
  useEffect(() => setDraft(code), [code])
  const id = `${role}-code`
  return (
    <FieldBox id={id} label="(request) => values" problems={problems}>
      {(described) => (
        <div class="custom">
          <textarea
            id={id}
            spellcheck={false}
            autocomplete="off"
            value={draft}
            {...described}
            onInput={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun(draft)
            }}
          />
          <button type="button" onClick={() => onRun(draft)}>
            Run
          </button>
        </div>
      )}
    </FieldBox>
  )
}
