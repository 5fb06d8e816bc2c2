import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { count, three } from '../../format/number.ts'
import type { NetworkData } from '../../pictures/picture.ts'
import { drawNetwork } from '../plots/network.ts'
import type { Drawing, ExtraProps } from './picture-view.ts'
import { Scroll } from './scroll.tsx'

export const network: Drawing<'network'> = {
  svg: {
    draw: drawNetwork,
    table: ({ stages }) => ({
      head: ['stage', 'what', 'shape'],
      rows: stages.map(({ path, label, shape }) => [path, label, shape]),
    }),
    describe: ({ stages, total }) =>
      `${stages.length} stages from input to output, ${count(total)} numbers in all. Bars: how many values go through each stage.`,
  },
  Extra: Parameters,
}

type Parameter = NetworkData['parameters'][number]

/** All parameters with their laws; one is chosen, and its histogram is drawn large. */
function Parameters({ data: newest, state, onChange }: ExtraProps<'network'>): JSX.Element {
  const data = useRested(newest)
  const chosen = state.parameter || data.parameters[0]?.path
  return (
    <Scroll label="Parameters of the network">
      <table>
        <thead>
          <tr>
            {['parameter', 'std', 'of the law', 'law', 'shape', 'fan in', 'fan out', 'from'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.parameters.map((parameter) => (
            <Row
              key={parameter.path}
              parameter={parameter}
              isChosen={parameter.path === chosen}
              onChoose={() => onChange({ parameter: parameter.path })}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Milliseconds after which a table of many rows is written again. */
const REST = 120

/** A value once it has rested for a moment; the first at once. */
function useRested<T>(newest: T): T {
  const [rested, setRested] = useState(newest)
  useEffect(() => {
    const timer = setTimeout(() => setRested(newest), REST)
    return () => clearTimeout(timer)
  }, [newest])
  return rested
}

interface RowProps {
  readonly parameter: Parameter
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Row({ parameter, isChosen, onChoose }: RowProps): JSX.Element {
  const { path, shape, fanIn, fanOut, law, std, source } = parameter
  return (
    <tr class={isChosen ? 'chosen' : ''}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={isChosen} onClick={onChoose}>
          {path}
        </button>
      </th>
      <td class="number">{three(std.measured)}</td>
      <td class="number predicted">{std.predicted === undefined ? '' : three(std.predicted)}</td>
      <td>{law}</td>
      <td>{shape.join(' × ')}</td>
      <td class="number">{fanIn ?? ''}</td>
      <td class="number">{fanOut ?? ''}</td>
      <td>{source}</td>
    </tr>
  )
}
