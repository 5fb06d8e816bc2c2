import type { WeightInit } from '../core/initializer.ts'
import { Layer, type LayerArguments, type LayerClass } from '../core/layer.ts'
import type { Call, Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { stepOf } from '../core/shapes.ts'
import { CLASSES } from '../core/signatures.ts'
import { lengthAt, type Shape } from '../core/tensor.ts'

/** A step of a recurrent layer: it takes a seed for the dropout that it could have, too. */
abstract class Cell extends Layer {
  abstract get gates(): number
  /** Length of the state. */
  get units(): number {
    return this.number('units')
  }

  /** Lengths of the states. */
  abstract get states(): readonly number[]

  override build([shape = []]: readonly Shape[]): void {
    const { units, gates } = this
    this.addWeight('kernel', [lengthAt(shape, -1, this.name), units * gates], this.init('kernel_initializer'))
    this.addWeight('recurrent_kernel', [units, units * gates], this.init('recurrent_initializer'))
    if (this.flag('use_bias')) this.addWeight('bias', this.biasShape, this.biasInit)
  }

  get biasShape(): Shape {
    return [this.units * this.gates]
  }

  get biasInit(): WeightInit {
    return this.init('bias_initializer')
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return [shape[0] ?? null, this.units]
  }
}

class SimpleRnnCell extends Cell {
  override beforeInits(): void {
    this.runtime.seedGenerator(this.args.seed)
  }

  get gates(): number {
    return 1
  }

  get states(): readonly number[] {
    return [this.units]
  }
}

/** A cell with gates, whose generator is made behind its initializers. */
abstract class GatedCell extends Cell {
  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    super(runtime, className, args)
    runtime.seedGenerator(args.seed)
  }
}

class GruCell extends GatedCell {
  get gates(): number {
    return 3
  }

  get states(): readonly number[] {
    return [this.units]
  }

  override get biasShape(): Shape {
    const length = this.units * this.gates
    return this.flag('reset_after') ? [2, length] : [length]
  }
}

class LstmCell extends GatedCell {
  get gates(): number {
    return 4
  }

  get states(): readonly number[] {
    return [this.units, this.units]
  }

  override get biasInit(): WeightInit {
    return this.flag('unit_forget_bias')
      ? forgetting(this.init('bias_initializer'))
      : this.init('bias_initializer')
  }
}

/** A bias of four gates whose second starts as ones. */
export function forgetting(init: WeightInit): WeightInit {
  return {
    values([length = 0]) {
      const units = length / 4
      const out = new Float32Array(length).fill(1)
      out.set(init.values([units]), 0)
      out.set(init.values([2 * units]), 2 * units)
      return out
    },
    clone: () => forgetting(init.clone()),
  }
}

class StackedCells extends Layer {
  get cells(): readonly Cell[] {
    return this.args.cells as readonly Cell[]
  }

  override get sublayers(): readonly Cell[] {
    return this.cells
  }

  get states(): readonly number[] {
    return this.cells.flatMap(({ states }) => states)
  }

  override build([shape = []]: readonly Shape[]): void {
    let inputs = shape
    for (const cell of this.cells) {
      cell.buildFor(inputs)
      inputs = [shape[0] ?? null, cell.units]
    }
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return [shape[0] ?? null, this.cells.at(-1)?.units ?? null]
  }
}

/** A layer that takes a cell over all steps. */
export abstract class Recurrent extends Layer {
  abstract readonly cell: Layer & { readonly states: readonly number[] }

  override get sublayers(): readonly Layer[] {
    return [this.cell]
  }

  override build([shape = []]: readonly Shape[]): void {
    this.cell.buildFor(stepOf(shape))
  }

  override outputShape([[batch = null, steps = null, ...step] = []]: readonly Shape[], call: Call): Shapes {
    const [, ...out] = this.cell.outputShape([[batch, ...step]], call) as Shape
    const output = this.flag('return_sequences') ? [batch, steps, ...out] : [batch, ...out]
    if (!this.flag('return_state')) return output
    return [output, ...this.cell.states.map((length) => [batch, ...out.slice(0, -1), length])]
  }
}

/** `RNN(cell)`, or of a list of cells. */
class Rnn extends Recurrent {
  readonly cell: Layer & { readonly states: readonly number[] }

  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    const { cell } = args
    const stacked = Array.isArray(cell) ? new StackedCells(runtime, 'StackedRNNCells', { cells: cell }) : cell
    super(runtime, className, { ...args, cell: stacked })
    this.cell = stacked as Cell
  }
}

/** A layer that makes its cell from its own arguments. */
class WithCell extends Recurrent {
  readonly cell: Layer & { readonly states: readonly number[] }

  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    const cell = cellOf(runtime, className, args)
    super(runtime, className, args)
    this.cell = cell
  }

  override get takesInits(): boolean {
    return false
  }

  /** `SimpleRNN` leaves its seed out. */
  override get configArgs(): LayerArguments {
    return this.className === 'SimpleRNN' ? { ...this.args, seed: null } : this.args
  }

  override get configInits(): Readonly<Record<string, WeightInit | undefined>> {
    return this.cell.inits
  }
}

const CELLS: Readonly<
  Record<string, new (runtime: KerasRuntime, className: string, args: LayerArguments) => Cell>
> = {
  SimpleRNNCell: SimpleRnnCell,
  GRUCell: GruCell,
  LSTMCell: LstmCell,
}

function cellOf(runtime: KerasRuntime, className: string, args: LayerArguments): Cell {
  const cellName = `${className}Cell`
  const CellClass = CELLS[cellName]
  if (CellClass === undefined) throw new RangeError(`a cell that is not known: ${cellName}`)
  const own = (CLASSES[cellName] ?? []).map(([name]) => [name, args[name]])
  return new CellClass(runtime, cellName, { ...Object.fromEntries(own), name: NAMES[cellName] })
}

const NAMES: Readonly<Record<string, string>> = {
  SimpleRNNCell: 'simple_rnn_cell',
  GRUCell: 'gru_cell',
  LSTMCell: 'lstm_cell',
}

export const RECURRENT: Readonly<Record<string, LayerClass>> = {
  ...CELLS,
  StackedRNNCells: StackedCells,
  RNN: Rnn,
  SimpleRNN: WithCell,
  GRU: WithCell,
  LSTM: WithCell,
}
