import type { JSX } from 'preact'
import type { PictureName } from '../../pictures/picture.ts'
import type { Runner, Snapshot } from '../runner.ts'
import type { PictureView } from './picture-view.ts'

interface WorkProps<N extends PictureName> {
  readonly view: PictureView<N>
  readonly snapshot: Snapshot<N>
  readonly runner: Runner
}

/**
 * What can be done about work: see how far it is, let it stand still, end it, start it. A picture that waits for the reader has a
 * row of its own; of others this appears over the picture, when the work takes long.
 */
export function Work<N extends PictureName>({ view, snapshot, runner }: WorkProps<N>): JSX.Element | null {
  const { name, title, plan } = view
  const { work, progress } = snapshot
  const isAtWork = work === 'running' || work === 'paused'
  const canStart = !isAtWork && (plan.isManual || work === 'cancelled')
  if (!isAtWork && !canStart) return null
  return (
    <div class={plan.isManual ? 'work' : 'work over'}>
      {isAtWork && (
        <progress
          aria-label={`${title}: progress`}
          {...(progress === undefined ? {} : { value: progress })}
        />
      )}
      {work === 'running' && plan.isManual && <Button onClick={() => runner.pause(name)}>Pause</Button>}
      {work === 'paused' && <Button onClick={() => runner.resume(name)}>Resume</Button>}
      {isAtWork && <Button onClick={() => runner.cancel(name)}>Cancel</Button>}
      {canStart && <Button onClick={() => runner.start(name)}>{plan.isManual ? 'Train' : 'Compute'}</Button>}
    </div>
  )
}

function Button({ onClick, children }: { onClick: () => void; children: string }): JSX.Element {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  )
}
