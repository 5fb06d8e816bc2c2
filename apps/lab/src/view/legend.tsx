import type { JSX } from 'preact'

/** What marks and colours mean, in all pictures. */
export function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Legend of all pictures">
      <li>
        <svg width="26" height="12" aria-hidden="true">
          <circle cx="5" cy="6" r="2.5" />
          <circle cx="13" cy="6" r="2.5" />
          <circle cx="21" cy="6" r="2.5" />
        </svg>
        measured
      </li>
      <li>
        <svg width="26" height="12" aria-hidden="true">
          <line x1="0" x2="26" y1="6" y2="6" class="predicted" />
        </svg>
        predicted
      </li>
      <li>
        <span class="depths" aria-hidden="true" />
        first to last layer
      </li>
    </ul>
  )
}
