import { render } from 'preact'
import './view/styles/base.css'
import './view/styles/controls.css'
import './view/styles/figures.css'
import { Lab } from './view/lab.tsx'
import { createClient } from './worker/client.ts'

const client = createClient(
  () => new Worker(new URL('./worker/entry.ts', import.meta.url), { type: 'module' }),
)
// What the first pictures are drawn with comes while their numbers are computed.
void import('./view/figures/signal.ts')
void import('./view/figures/network.tsx')

const place = document.getElementById('lab')
if (place !== null) render(<Lab client={client} />, place)
