import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { LabClient } from '../worker/client.ts'
import { Controls } from './controls/controls.tsx'
import { Files } from './controls/files.tsx'
import { Messages } from './controls/messages.tsx'
import { Stories } from './controls/stories.tsx'
import { VIEWS } from './figures/views.tsx'
import { Legend } from './legend.tsx'
import { Side } from './side.tsx'
import { useLab } from './use-lab.ts'

/** The page: what a reader chooses, and the pictures of it. */
export function Lab({ client }: { readonly client: LabClient }): JSX.Element {
  const { state, problems, runner, change } = useLab(client, VIEWS)
  // The same elements each time: figures hear of new numbers from the runner.
  const figures = useMemo(
    () => VIEWS.map(({ name, Shown }) => <Shown key={name} runner={runner} onChange={change} />),
    [runner, change],
  )
  return (
    <>
      <Side>
        <Messages state={state} problems={problems} />
        <Stories state={state} />
        <Controls state={state} problems={problems} onChange={change} />
        <Files runner={runner} />
      </Side>
      <main class="pictures" aria-label="Pictures">
        <Legend />
        {figures}
      </main>
    </>
  )
}
