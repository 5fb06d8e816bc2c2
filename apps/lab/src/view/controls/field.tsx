import type { ComponentChildren, JSX } from 'preact'
import type { Problem } from '../../state/problem.ts'

/** What ties a control to the message beside it. */
interface Described {
  readonly 'aria-invalid'?: true
  readonly 'aria-describedby'?: string
}

interface FieldProps {
  /** Unique in the page. */
  readonly id: string
  readonly label: string
  readonly problems: readonly Problem[]
  readonly children: (described: Described) => ComponentChildren
}

/** A labelled control with what is wrong with its value below it. */
export function FieldBox({ id, label, problems, children }: FieldProps): JSX.Element {
  const hasProblem = problems.length > 0
  const described = hasProblem ? ({ 'aria-invalid': true, 'aria-describedby': `${id}-problem` } as const) : {}
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(described)}
      {hasProblem && (
        <p class="problem" id={`${id}-problem`}>
          {problems.map(({ text }) => text).join(' ')}
        </p>
      )}
    </div>
  )
}
