import type { JSX } from 'preact'
import { encodeState } from '../../link/codec.ts'
import { PRESETS } from '../../state/presets.ts'
import type { LabState } from '../../state/state.ts'

/** States that tell a story, as links. */
export function Stories({ state }: { readonly state: LabState }): JSX.Element {
  const present = encodeState(state)
  return (
    <nav aria-label="Stories">
      <ul class="stories">
        {PRESETS.map(({ title, story, state: told }) => {
          const hash = encodeState(told)
          return (
            <li key={title}>
              <a href={`#${hash}`} {...(hash === present ? { 'aria-current': 'true' } : {})}>
                {title}
              </a>
              {hash === present && <p>{story}</p>}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
