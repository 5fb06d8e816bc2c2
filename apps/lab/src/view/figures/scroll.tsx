import type { ComponentChildren, JSX } from 'preact'

interface ScrollProps {
  readonly label: string
  readonly children: ComponentChildren
}

/** A region that scrolls by itself, also by the keyboard. */
export function Scroll({ label, children }: ScrollProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  )
}
