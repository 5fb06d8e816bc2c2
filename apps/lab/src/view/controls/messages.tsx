import type { JSX } from 'preact'
import { SUITS } from '../../networks/suits.ts'
import type { Problem } from '../../state/problem.ts'
import type { LabState } from '../../state/state.ts'

interface MessagesProps {
  readonly state: LabState
  readonly problems: readonly Problem[]
}

/** What is wrong at a place that has no control; all problems are said to screen readers here, once. */
export function Messages({ state, problems }: MessagesProps): JSX.Element {
  const homeless = problems.filter(({ field }) => !hasControl(field, state))
  return (
    <>
      {homeless.map(({ field, text }) => (
        <p key={field + text} class="problem">
          {field}: {text}
        </p>
      ))}
      <p class="heard" role="status">
        {problems.map(({ field, text }) => `${field}: ${text}`).join('. ')}
      </p>
    </>
  )
}

function hasControl(field: string, { network }: LabState): boolean {
  const { hasSize, hasEmbedding } = SUITS[network]
  const always = ['network', 'activation', 'weight', 'bias', 'data', 'batch', 'dialect', 'seed']
  return (
    always.includes(field) ||
    (hasSize && ['depth', 'width'].includes(field)) ||
    (hasEmbedding && field === 'embedding')
  )
}
