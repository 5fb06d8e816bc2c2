import type { JSX } from 'preact'
import { RANGES } from '../../link/codec.ts'
import type { Problem } from '../../state/problem.ts'
import { FieldBox } from './field.tsx'

interface SeedProps {
  readonly seed: number
  readonly problems: readonly Problem[]
  readonly onChange: (seed: number) => void
}

const [, LAST_SEED] = RANGES.seed

/** The seed, and a button for another one. */
export function Seed({ seed, problems, onChange }: SeedProps): JSX.Element {
  const typed = (text: string) => {
    const number = Number(text)
    if (text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= LAST_SEED) onChange(number)
  }
  const another = () => onChange(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
  return (
    <FieldBox id="seed" label="Seed" problems={problems}>
      {(described) => (
        <div class="seed">
          <input
            id="seed"
            type="number"
            min={0}
            max={LAST_SEED}
            step={1}
            value={seed}
            {...described}
            onChange={(event) => typed(event.currentTarget.value)}
          />
          <button type="button" onClick={another}>
            New seed
          </button>
        </div>
      )}
    </FieldBox>
  )
}
