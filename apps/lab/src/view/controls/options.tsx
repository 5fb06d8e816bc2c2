import type { JSX } from 'preact'
import type { GivenOptions, NumberOption, Option, OptionValue } from '../../catalogue/option.ts'

interface OptionsProps {
  /** Begins the ids of the controls. */
  readonly id: string
  readonly options: readonly Option[]
  readonly given: GivenOptions
  readonly onChange: (given: GivenOptions, isSliding: boolean) => void
}

/** The options of an initializer, each by its kind; what is not given is the initializer's own default. */
export function Options({ id, options, given, onChange }: OptionsProps): JSX.Element {
  const change = (option: Option, value: OptionValue | undefined, isSliding: boolean) => {
    const { [option.name]: _, ...others } = given
    const isDefault = value === option.default && option.isRequired !== true
    onChange(value === undefined || isDefault ? others : { ...others, [option.name]: value }, isSliding)
  }
  return (
    <div class="options">
      {options.map((option) => (
        <OptionControl
          key={option.name}
          id={`${id}-${option.name}`}
          option={option}
          value={given[option.name]}
          onChange={(value, isSliding = false) => change(option, value, isSliding)}
        />
      ))}
    </div>
  )
}

interface OptionProps<O extends Option> {
  readonly id: string
  readonly option: O
  /** Undefined where it is not given. */
  readonly value: OptionValue | undefined
  readonly onChange: (value: OptionValue | undefined, isSliding?: boolean) => void
}

function OptionControl({ id, option, value, onChange }: OptionProps<Option>): JSX.Element {
  const { name } = option
  return (
    <div class="field">
      <label for={id}>{name}</label>
      {option.kind === 'number' && <NumberControl {...{ id, option, value, onChange }} />}
      {option.kind === 'choice' && (
        <select
          id={id}
          value={String(value ?? option.default)}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {option.values.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      )}
      {option.kind === 'boolean' && (
        <input
          id={id}
          type="checkbox"
          checked={value === undefined ? option.default : value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )}
    </div>
  )
}

/** A number by a slider and a field; an empty field gives no number, so that it follows from others. */
function NumberControl({ id, option, value, onChange }: OptionProps<NumberOption>): JSX.Element {
  const { name, min, max, step } = option
  const shown = typeof value === 'number' ? value : option.default
  const typed = (text: string) => {
    if (text.trim() === '') return onChange(undefined)
    if (Number.isFinite(Number(text))) onChange(Number(text))
  }
  return (
    <div class="range">
      <input
        type="range"
        aria-label={`${name}, slider`}
        min={min}
        max={max}
        step={step}
        value={shown ?? min}
        onInput={(event) => onChange(Number(event.currentTarget.value), true)}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      <input
        id={id}
        type="number"
        step="any"
        value={shown ?? ''}
        placeholder="auto"
        onChange={(event) => typed(event.currentTarget.value)}
      />
    </div>
  )
}
