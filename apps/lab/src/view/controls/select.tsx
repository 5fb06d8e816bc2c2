import type { JSX } from 'preact'
import type { Problem } from '../../state/problem.ts'
import { FieldBox } from './field.tsx'

/** One of the names of a select, with what the reader sees. */
interface Option<T extends string> {
  readonly value: T
  readonly title: string
}

interface SelectProps<T extends string> {
  readonly id: string
  readonly label: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly problems: readonly Problem[]
  readonly onChange: (value: T) => void
}

/** A choice among names. */
export function Select<T extends string>({
  id,
  label,
  value,
  options,
  problems,
  onChange,
}: SelectProps<T>): JSX.Element {
  const choose = (chosen: string) => {
    const option = options.find((each) => each.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <FieldBox id={id} label={label} problems={problems}>
      {(described) => (
        <select id={id} value={value} {...described} onChange={(event) => choose(event.currentTarget.value)}>
          {options.map(({ value: name, title }) => (
            <option key={name} value={name} selected={name === value}>
              {title}
            </option>
          ))}
        </select>
      )}
    </FieldBox>
  )
}
