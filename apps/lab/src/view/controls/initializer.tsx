import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { GROUPS, initializerEntry, RECIPES, recipeEntry } from '../../catalogue/entries.ts'
import type { Entry, GivenOptions } from '../../catalogue/option.ts'
import type { Problem } from '../../state/problem.ts'
import type { Choice, RoleName } from '../../state/state.ts'
import { Custom } from './custom.tsx'
import { FieldBox } from './field.tsx'
import { Options } from './options.tsx'

interface InitializerProps {
  readonly role: RoleName
  readonly label: string
  readonly choice: Choice
  readonly problems: readonly Problem[]
  readonly onChange: (choice: Choice, isSliding: boolean) => void
}

/** What a custom choice begins with: a law with two humps. */
const EXAMPLE = `(request) => {
  const w = uniform({ low: -1, high: 1 })(request)
  return w.mul_(w.abs().ge(0.5))
}`

/** The initializer of a role, with its options, or a function that the reader types. */
export function Initializer({ role, label, choice, problems, onChange }: InitializerProps): JSX.Element {
  const entry = initializerEntry(choice.name) ?? recipeEntry(choice.name)
  const given = 'options' in choice ? choice.options : {}
  // The same elements each time, of which there are many.
  const names = useMemo(() => namesOf(role), [role])
  return (
    <>
      <FieldBox id={role} label={label} problems={choice.name === 'custom' ? [] : problems}>
        {(described) => (
          <select
            id={role}
            value={choice.name}
            {...described}
            onChange={(event) => onChange(chosen(event.currentTarget.value), false)}
          >
            {names}
          </select>
        )}
      </FieldBox>
      {'code' in choice && (
        <Custom
          role={role}
          code={choice.code}
          problems={problems}
          onRun={(code) => onChange({ name: 'custom', code }, false)}
        />
      )}
      {entry !== undefined && entry.options.length > 0 && (
        <Options
          id={role}
          options={entry.options}
          given={given}
          onChange={(options, isSliding) => onChange({ name: choice.name, options }, isSliding)}
        />
      )}
    </>
  )
}

function namesOf(role: RoleName): JSX.Element {
  return (
    <>
      <option value="default">the layer's default</option>
      {(role === 'weight' ? [...GROUPS, RECIPES] : GROUPS).map(({ title, entries }) => (
        <optgroup key={title} label={title}>
          {entries.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      ))}
      <option value="custom">a function of my own</option>
    </>
  )
}

function chosen(name: string): Choice {
  if (name === 'default') return { name }
  if (name === 'custom') return { name, code: EXAMPLE }
  const entry = initializerEntry(name) ?? recipeEntry(name)
  return { name, options: entry === undefined ? {} : required(entry) }
}

/** The options that have to be given, as a form begins with them. */
function required({ options }: Entry): GivenOptions {
  const given: Record<string, number | string | boolean> = {}
  for (const option of options) {
    if (option.isRequired && option.default !== undefined) given[option.name] = option.default
  }
  return given
}
