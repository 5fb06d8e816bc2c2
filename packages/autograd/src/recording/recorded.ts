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
  /** What makes the gradient by the sums of that by the result, where the kernel applies an activation to them. */
  readonly slope?: ((g: Tensor, y: Tensor) => Tensor) | undefined
}

/** Runs a call of a kernel, and records it if it has an operand that gradients are needed by. */
type RecordCall<Args> = (tape: Tape | undefined, call: Call<Args>) => void

/** What runs and records a kernel whose operands have these names. */
export function recorded<Operand extends string, Args>(
  inner: Kernels,
  names: readonly Operand[],
  rule: Rule<Operand, Args>,
): RecordCall<Args> {
  const formulas: readonly (Formula<string, Args> | null)[] = names.map((name) => rule[name])
  // Every value that a formula may need has a slot: the operands and the result.
  const slots: string[] = [...names, 'out']
  const needs = formulas.map((formula) => (formula?.needs ?? []).map((name) => slots.indexOf(name)))
  const result = names.length
  return (tape, { operands, out, args, run, slope }) => {
    const places = tape && placesOf(tape, operands, formulas)
    if (tape === undefined || places === undefined) {
      tape?.overwrite(inner, out)
      run()
      return
    }
    // By slot: those that are needed.
    const kept: Saved[] = []
    let needsResult = slope !== undefined
    for (let i = 0; i < needs.length; i++) {
      if (places[i] === undefined) continue
      for (const slot of item(needs, i)) {
        const operand = operands[slot]
        if (operand === undefined) needsResult = true
        else kept[slot] ??= tape.keep(operand)
      }
    }
    const valueIn = (slot: number): Tensor => tape.kept(item(kept, slot))
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
