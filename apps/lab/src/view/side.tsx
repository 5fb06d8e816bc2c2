import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const NARROW = '(max-width: 760px)'

/** The column of controls; on narrow screens a block above the pictures that opens and closes. */
export function Side({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [isOpen, setOpen] = useState(!matchMedia(NARROW).matches)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const heard = () => setOpen(!query.matches)
    query.addEventListener('change', heard)
    return () => query.removeEventListener('change', heard)
  }, [])
  return (
    <aside class="controls" aria-label="Choices">
      <h1>The initialization lab</h1>
      <p>What a choice of initializer does to a neural network: measured beside predicted.</p>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Choices</summary>
        {children}
      </details>
    </aside>
  )
}
