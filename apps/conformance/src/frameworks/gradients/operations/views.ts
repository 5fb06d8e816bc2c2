import { concat, type Range, stack, type Tensor } from '@nn/tensor'
import { axes, axis, type Given, type Operation, operand } from './operation.ts'

/** The tensor operands. */
function all(given: Given): Tensor[] {
  return given.operands.map((_, i) => operand(given, i))
}

function listOf(value: number | readonly number[] | undefined): readonly number[] {
  return value === undefined ? [] : typeof value === 'number' ? [value] : value
}

const slices: Operation = (given) =>
  operand(given).slice(
    ...given.args
      .take<readonly (readonly (number | null)[])[]>('slices', [])
      .map(([start = null, stop = null, step = null]): Range => [start, stop, step ?? 1]),
  )

const shaped = (make: (x: Tensor, shape: readonly number[]) => Tensor): Operation => {
  return (given) => make(operand(given), given.args.take<readonly number[]>('shape', []))
}

/** A flat index becomes a selection in front of its axis. */
function select(x: Tensor, at: number, index: number): Tensor {
  return x.slice(...new Array<null>(at < 0 ? at + x.ndim : at).fill(null), index)
}

/** Views and rearrangements. */
export const VIEWS: Readonly<Record<string, Operation>> = {
  slice: slices,
  view_slice: slices,
  reshape: shaped((x, shape) => x.reshape(...shape)),
  expand: shaped((x, shape) => x.expand(...shape)),
  broadcast_to: shaped((x, shape) => x.expand(...shape)),
  transpose: (given) => operand(given).transpose(given.args.number('dim0', 0), given.args.number('dim1', 1)),
  permute: (given) => operand(given).permute(...listOf(axes(given, 'dims'))),
  squeeze: (given) => operand(given).squeeze(...listOf(axes(given))),
  unsqueeze: (given) => operand(given).unsqueeze(axis(given)),
  flatten: (given) =>
    operand(given).flatten(given.args.number('start_dim', 0), given.args.number('end_dim', -1)),
  select: (given) => select(operand(given), axis(given), given.args.number('index', 0)),
  concat: (given) => concat(all(given), axis(given, 0)),
  stack: (given) => stack(all(given), axis(given, 0)),
}
