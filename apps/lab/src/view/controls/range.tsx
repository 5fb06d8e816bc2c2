import type { JSX } from 'preact'
import type { Problem } from '../../state/problem.ts'
import { FieldBox } from './field.tsx'

interface RangeProps {
  readonly id: string
  readonly label: string
  readonly value: number
  readonly range: readonly [low: number, high: number]
  /** A log slider, for values over several decades. */
  readonly isLog?: boolean
  readonly problems: readonly Problem[]
  /** While the reader slides, and once when the slider rests. */
  readonly onChange: (value: number, isSliding: boolean) => void
}

const STEPS = 200

/** A whole number by a slider, with a number field beside it. */
export function Range(props: RangeProps): JSX.Element {
  const { id, label, value, problems, onChange } = props
  const [low, high] = props.range
  const slider = props.isLog ? logSlider(low, high) : linearSlider(low, high)
  const typed = (text: string) => {
    const number = Math.round(Number(text))
    if (text.trim() !== '' && number >= low && number <= high) onChange(number, false)
  }
  return (
    <FieldBox id={id} label={label} problems={problems}>
      {(described) => (
        <div class="range">
          <input
            type="range"
            aria-label={`${label}, slider`}
            aria-valuetext={String(value)}
            min={slider.min}
            max={slider.max}
            step={1}
            value={slider.position(value)}
            onInput={(event) => onChange(moved(slider, value, Number(event.currentTarget.value)), true)}
            onChange={() => onChange(value, false)}
          />
          <input
            id={id}
            type="number"
            min={low}
            max={high}
            step={1}
            value={value}
            {...described}
            onChange={(event) => typed(event.currentTarget.value)}
          />
        </div>
      )}
    </FieldBox>
  )
}

/** The value at a position; where steps are finer than whole numbers, the next number in the slider's direction. */
function moved(slider: Slider, value: number, position: number): number {
  const next = slider.value(position)
  const direction = Math.sign(position - slider.position(value))
  return next === value
    ? Math.max(slider.value(slider.min), Math.min(slider.value(slider.max), value + direction))
    : next
}

interface Slider {
  readonly min: number
  readonly max: number
  readonly position: (value: number) => number
  readonly value: (position: number) => number
}

const linearSlider = (low: number, high: number): Slider => ({
  min: low,
  max: high,
  position: (value) => value,
  value: (position) => position,
})

/** Positions 0 … 200 on a log scale, whose values are rounded to whole numbers. */
function logSlider(low: number, high: number): Slider {
  const ratio = Math.log(high / low)
  return {
    min: 0,
    max: STEPS,
    position: (value) => Math.round((STEPS * Math.log(value / low)) / ratio),
    value: (position) => Math.round(low * Math.exp((ratio * position) / STEPS)),
  }
}
