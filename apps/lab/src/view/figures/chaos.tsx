import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { three } from '../../format/number.ts'
import type { ChaosData } from '../../pictures/picture.ts'
import type { LabState } from '../../state/state.ts'
import { cellOf, drawChaos, markCell } from '../plots/chaos.ts'
import type { Drawing, ExtraProps } from './picture-view.ts'

export const chaos: Drawing<'chaos'> = {
  svg: {
    draw: drawChaos,
    table: (data) => ({
      head: [
        'σ_w',
        'σ_b',
        'correlation',
        'predicted',
        'log₁₀ of the gradient’s factor',
        'predicted',
        'depth scale ξ',
      ],
      rows: data.biasStd.flatMap((biasStd, y) =>
        data.weightStd.map((weightStd, x) => {
          const [correlation, gradient] = [data.correlation[y]?.[x], data.gradient[y]?.[x]]
          return [
            weightStd,
            biasStd,
            correlation?.measured ?? '',
            correlation?.predicted ?? '',
            gradient?.measured ?? '',
            gradient?.predicted ?? '',
            data.depthScale[y]?.[x] ?? '',
          ]
        }),
      ),
    }),
    describe: ({ chosen }) =>
      `Two maps over the std of weights and biases: correlation of two inputs after all layers, and the gradient's factor of each layer. The line is the edge of chaos. The ring is the present choice, σ_w ${three(chosen.weightStd)} and σ_b ${three(chosen.biasStd)}.`,
  },
  Extra: Point,
}

/** A point of the maps, by two sliders or a click: what is there, and a button that starts the network there. */
function Point({ data, state, picture, onChange }: ExtraProps<'chaos'>): JSX.Element {
  const { row, column, setPoint } = usePoint(data, picture)
  const weightStd = data.weightStd[column] ?? 0
  const biasStd = data.biasStd[row] ?? 0
  const start = () => onChange({ init: { ...state.init, ...pointInit(weightStd, biasStd) } })
  return (
    <div class="point">
      <Axis
        name="σ_w"
        values={data.weightStd}
        index={column}
        onChange={(index) => setPoint({ row, column: index })}
      />
      <Axis
        name="σ_b"
        values={data.biasStd}
        index={row}
        onChange={(index) => setPoint({ row: index, column })}
      />
      <output>{readout(data, row, column)}</output>
      <button type="button" onClick={start}>
        Start the network here
      </button>
    </div>
  )
}

interface Cell {
  readonly row: number
  readonly column: number
}

/** The cell that the reader chose, which is marked; at first the one of the present choice. */
function usePoint(
  data: ChaosData,
  picture: SVGSVGElement | undefined,
): Cell & { setPoint: (cell: Cell) => void } {
  const [point, setPoint] = useState<Cell>()
  const columns = data.weightStd.length
  const cells = columns * data.biasStd.length
  useEffect(() => setPoint(undefined), [data])
  useEffect(() => {
    if (picture === undefined) return
    markCell(picture, point && point.row * columns + point.column)
    const choose = ({ target }: Event) => {
      const cell = cellOf(picture, cells, target)
      if (cell !== undefined) setPoint({ row: Math.floor(cell / columns), column: cell % columns })
    }
    picture.addEventListener('click', choose)
    return () => picture.removeEventListener('click', choose)
  }, [picture, point, cells, columns])
  const { chosen } = data
  const present = {
    row: nearest(data.biasStd, chosen.biasStd),
    column: nearest(data.weightStd, chosen.weightStd),
  }
  return { ...(point ?? present), setPoint }
}

/** The choices that start a network at a point: σ_w is the std of weights times √fanIn. */
function pointInit(weightStd: number, biasStd: number): Pick<LabState['init'], 'weight' | 'bias'> {
  const scale = Number((weightStd ** 2).toPrecision(6))
  return {
    weight: { name: 'varianceScaling', options: { scale, mode: 'fanIn', distribution: 'normal' } },
    bias: { name: 'normal', options: { std: Number(biasStd.toPrecision(6)) } },
  }
}

interface AxisProps {
  readonly name: string
  readonly values: readonly number[]
  readonly index: number
  readonly onChange: (index: number) => void
}

function Axis({ name, values, index, onChange }: AxisProps): JSX.Element {
  return (
    <label>
      {name} = {three(values[index] ?? 0)}
      <input
        type="range"
        min={0}
        max={values.length - 1}
        step={1}
        value={index}
        aria-valuetext={three(values[index] ?? 0)}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </label>
  )
}

function readout(data: ChaosData, row: number, column: number): string {
  const [correlation, gradient] = [data.correlation[row]?.[column], data.gradient[row]?.[column]]
  if (correlation === undefined || gradient === undefined) return ''
  const beside = (predicted: number | undefined, format: (value: number) => string) =>
    predicted === undefined ? '' : ` (predicted ${format(predicted)})`
  const factor = (log10: number) => three(10 ** log10)
  return [
    `correlation ${three(correlation.measured)}${beside(correlation.predicted, three)}`,
    `gradient × ${factor(gradient.measured)} a layer${beside(gradient.predicted, factor)}`,
    `depth scale ${three(data.depthScale[row]?.[column] ?? Number.NaN)} layers`,
  ].join('; ')
}

function nearest(values: readonly number[], wanted: number): number {
  const distances = values.map((value) => Math.abs(value - wanted))
  return Math.max(0, distances.indexOf(Math.min(...distances)))
}
