import type { Kernels, Strided, Tensor } from '@nn/tensor'
import type { Formula, Rule } from '../rules/formula.ts'
import { item } from '../tape/item.ts'
import type { Place, Saved } from '../tape/memory.ts'
import type { Tape } from '../tape/tape.ts'

/** A call of a kernel. */
interface Call<Args> {
  /** In the order of their names. */
  readonly operands: readonly (Strided | undefined)[]
  readonly out: Strided
  /** What else the formulas take. */
  readonly args: Args
  readonly run: () => void
  /** A value beside operands and result that formulas need, by its name. */
  readonly derive?: ((name: string) => Strided) | undefined
  /** What makes the gradient by the sums of that by the result, where the kernel applies an activation to them. */
  readonly slope?: ((g: Tensor, y: Tensor) => Tensor) | undefined
}

/** Runs a call of a kernel, and records it if it has an operand that gradients are needed by. */
type RecordCall<Args> = (tape: Tape | undefined, call: Call<Args>) => void

/** What runs and records a kernel whose operands have these names. */
export function recorded<Operand extends string, Extra extends string, Args>(
  inner: Kernels,
  names: readonly Operand[],
  rule: Rule<Operand, Extra, Args>,
): RecordCall<Args> {
  const formulas: readonly (Formula<string, Args> | null)[] = names.map((name) => rule[name])
  // Every value that a formula may need has a slot: the operands, others, the result.
  const slots: string[] = [...names, 'out']
  const needs = formulas.map((formula) => (formula?.needs ?? []).map((name) => slotOf(slots, name)))
  const result = names.length
  return (tape, { operands, out, args, run, derive, slope }) => {
    const places = tape && placesOf(tape, operands, formulas)
    if (tape === undefined || places === undefined) {
      tape?.overwrite(inner, out)
      run()
      return
    }
    const kept = new Array<Saved | undefined>(slots.length).fill(undefined)
    let needsResult = slope !== undefined
    for (let i = 0; i < needs.length; i++) {
      if (places[i] === undefined) continue
      for (const slot of item(needs, i)) {
        if (slot === result) needsResult = true
        else kept[slot] ??= tape.keep(operands[slot] ?? derived(derive, item(slots, slot)))
      }
    }
    const valueIn = (slot: number): Tensor => {
      const saved = kept[slot]
      if (saved === undefined) throw new Error(`no value was kept of ${slots[slot]}`)
      return tape.kept(saved)
    }
    tape.push(inner, out, (gradient) => {
      const g = slope === undefined ? gradient : slope(gradient, valueIn(result))
      for (let i = 0; i < places.length; i++) {
        const [place, formula] = [places[i], formulas[i]]
        if (place && formula) tape.give(place, formula.vjp(g, item(needs, i).map(valueIn), args), true)
      }
    })
    run()
    if (needsResult) kept[result] = tape.keep(out)
  }
}

function slotOf(slots: string[], name: string): number {
  const at = slots.indexOf(name)
  return at < 0 ? slots.push(name) - 1 : at
}

function derived(derive: Call<unknown>['derive'], name: string): Strided {
  if (derive === undefined) throw new Error(`no value is derived that is called ${name}`)
  return derive(name)
}

/** The places of the operands that gradients are needed by; undefined if there are none. */
function placesOf(
  tape: Tape,
  operands: readonly (Strided | undefined)[],
  formulas: readonly (object | null)[],
): (Place | undefined)[] | undefined {
  let places: (Place | undefined)[] | undefined
  for (let i = 0; i < formulas.length; i++) {
    const operand = operands[i]
    const place = operand === undefined || formulas[i] === null ? undefined : tape.place(operand)
    if (place === undefined) continue
    places ??= new Array<Place | undefined>(formulas.length).fill(undefined)
    places[i] = place
  }
  return places
}
