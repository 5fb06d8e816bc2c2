import { type Backend, isTensor, type Kernels, type Strided, Tensor, type TensorData } from '@nn/tensor'
import { item } from './item.ts'
import { extent, fills, isAlike, isRepeated, isSame, isWhole, type Layout, overlapping } from './layout.ts'
import { Memory, Place, type Saved } from './memory.ts'

/** Gives the gradients by the operands, computed from that by the result. */
export type Pull = (g: Tensor) => void

/** An operation that was recorded: what it wrote, and how the gradient by that becomes one by its operands. */
interface Step {
  readonly out: Place
  /** Whether what the memory held before had no gradient. */
  readonly isFirst: boolean
  readonly pull: Pull
}

/**
 * What is written while gradients are recorded, and how they go back through it. Gradients belong to memory: an operand's is the same
 * strided layout over an array beside its own. So views need no rule, and a write in place is an assignment: what the places held before
 * has no part in what comes after.
 */
export class Tape {
  /** What values are computed by, and, once recording is over, their gradients. */
  readonly backend: Backend
  readonly #memories = new WeakMap<TensorData, Memory>()
  readonly #steps: Step[] = []
  /** The step that is being gone back through. */
  #step: Step | undefined
  /** The gradient by what the step's own places held before. */
  #own: Tensor | undefined
  /** Gradients that memories took over from the step. */
  readonly #taken: TensorData[] = []

  constructor(backend: Backend) {
    this.backend = backend
  }

  /** The place of an operand, if gradients by it are needed. */
  place(x: Strided): Place | undefined {
    const memory = this.#memories.get(x.data)
    return memory?.isActive ? new Place(memory, x) : undefined
  }

  /** Asks for the gradient by what a tensor holds now. */
  watch(x: Strided): Place {
    const memory = this.#memoryOf(x)
    memory.isActive = true
    return new Place(memory, x)
  }

  /** Keeps the values of an operand for a rule. */
  keep(x: Strided): Saved {
    const saved = { x }
    this.#memoryOf(x).saved.push(saved)
    return saved
  }

  /** The values that were kept. */
  kept({ x }: Saved): Tensor {
    return isTensor(x) && x.backend === this.backend ? x : this.#view(x.data, x)
  }

  /** A kernel without gradients is about to write. */
  overwrite(inner: Kernels, out: Strided): void {
    const memory = this.#memories.get(out.data)
    if (memory === undefined) return
    this.#preserve(inner, memory, out)
    if (memory.isActive)
      this.#steps.push({ out: new Place(memory, out), isFirst: false, pull: () => undefined })
  }

  /** Records what a kernel is about to write. */
  push(inner: Kernels, out: Strided, pull: Pull): void {
    const memory = this.#memoryOf(out)
    this.#preserve(inner, memory, out)
    const isFirst = !memory.isActive
    memory.isActive = true
    this.#steps.push({ out: new Place(memory, out), isFirst, pull })
  }

  /** Records a change of the gradient by what is written already. */
  pushMap(out: Place, pull: Pull): void {
    this.#steps.push({ out, isFirst: false, pull })
  }

  /** Works out the gradients by all that is watched, of the sum of the elements of a value. */
  backward(value: Strided): void {
    const place = this.place(value)
    if (place === undefined) return
    this.give(place, this.backend.ones(place.shape, { dtype: place.memory.dtype }), true)
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) this.#back(step)
    this.#step = undefined
  }

  #back(step: Step): void {
    const { out, isFirst, pull } = step
    const { memory } = out
    if (memory.adjoint === undefined) return
    const g = isFirst && readsAs(memory.adjoint, out) ? memory.adjoint : this.adjoint(out)
    this.#step = step
    this.#own = undefined
    this.#taken.length = 0
    pull(g)
    const own = this.#ownGradient()
    if (isFirst) memory.adjoint = undefined
    else if (own === undefined) g.fill_(0)
    else if (own !== g) g.copy_(own)
  }

  // A method, as the compiler takes a field for what was assigned last, whatever was called since.
  #ownGradient(): Tensor | undefined {
    return this.#own
  }

  /** The gradient by what is watched; undefined if the value does not depend on it. */
  gradient(place: Place): Tensor | undefined {
    return place.memory.adjoint && this.adjoint(place)
  }

  /** Adds a contribution to the gradient by an operand, whose shape it has; `isOwn` where nothing else has its memory. */
  give(place: Place, contribution: Tensor, isOwn?: boolean): void {
    const { memory } = place
    if (memory === this.#step?.out.memory) {
      this.#own = this.#own === undefined ? contribution : this.#own.add(contribution)
      return
    }
    const [c, to] = isRepeated(place) ? this.#sumRepeated(place, contribution) : [contribution, place]
    if (memory.adjoint === undefined) {
      if (isOwn && isWhole(to, memory.length) && this.#take(memory, c)) return
      if (fills(to, memory.length)) {
        this.backend.copy(c, this.adjoint(to))
        return
      }
    }
    this.#add(to, c)
  }

  /** The gradient by an operand as it is so far, to be read and written. */
  adjoint(place: Place): Tensor {
    const { memory } = place
    memory.adjoint ??= this.backend.zeros([memory.length], { dtype: memory.dtype })
    if (isRepeated(memory.adjoint)) memory.adjoint = memory.adjoint.clone()
    return isSame(memory.adjoint, place) ? memory.adjoint : this.#view(memory.adjoint.data, place)
  }

  /** Makes a contribution the gradient of a memory, if its array can be taken over. */
  #take(memory: Memory, contribution: Tensor): boolean {
    const { data, dtype } = contribution
    if (dtype !== memory.dtype || this.#taken.includes(data)) return false
    if (!isWhole(contribution, data.length) && !isRepeated(contribution)) return false
    // That by the result goes on only if what the result's memory held before has none.
    if (data === this.#step?.out.memory.adjoint?.data && !this.#step.isFirst) return false
    this.#taken.push(data)
    memory.adjoint = contribution
    return true
  }

  /** Sums a contribution along the axes that repeat an operand. */
  #sumRepeated({ memory, shape, strides, offset }: Place, c: Tensor): [Tensor, Place] {
    const axes = shape.map((_, axis) => axis)
    const summed = axes.filter((axis) => strides[axis] === 0 && item(shape, axis) > 1)
    const kept = axes.filter((axis) => !summed.includes(axis))
    const layout = {
      shape: kept.map((axis) => item(shape, axis)),
      strides: kept.map((axis) => item(strides, axis)),
      offset,
    }
    const sums = this.backend.zeros(layout.shape, { dtype: memory.dtype })
    this.backend.reduce.sum(c.permute(...kept, ...summed), summed.length, sums)
    return [sums, new Place(memory, layout)]
  }

  /** Adds to places of which several may be the same. */
  #add(to: Place, c: Tensor): void {
    const { memory, shape, strides, offset } = to
    const axis = overlapping(to)
    if (axis === undefined) {
      this.adjoint(to).add_(c.dtype === memory.dtype ? c : c.cast(memory.dtype))
      return
    }
    const rest = { shape: shape.toSpliced(axis, 1), strides: strides.toSpliced(axis, 1) }
    const before = new Array<null>(axis).fill(null)
    for (let i = 0; i < item(shape, axis); i++) {
      const part = new Place(memory, { ...rest, offset: offset + i * item(strides, axis) })
      this.#add(part, c.slice(...before, i))
    }
  }

  /** Copies what rules still need of what is about to be overwritten. */
  #preserve(inner: Kernels, memory: Memory, out: Layout): void {
    if (memory.saved.length === 0) return
    const [low, high] = extent(out)
    const copies: { readonly from: Strided; readonly to: Strided }[] = []
    memory.saved = memory.saved.filter((saved) => {
      const { x } = saved
      const [first, last] = extent(x)
      if (last < low || first > high) return true
      let copy = copies.find(({ from }) => isSame(from, x))
      if (copy === undefined) {
        copy = { from: x, to: this.backend.zeros(x.shape, { dtype: x.dtype }) }
        inner.copy(x, copy.to)
        copies.push(copy)
      }
      saved.x = copy.to
      return false
    })
  }

  #view(data: TensorData, { shape, strides, offset }: Layout): Tensor {
    return new Tensor({ backend: this.backend, data, shape, strides, offset })
  }

  #memoryOf(x: Strided): Memory {
    let memory = this.#memories.get(x.data)
    if (memory === undefined) {
      memory = new Memory(x)
      this.#memories.set(x.data, memory)
    }
    return memory
  }
}

/** Whether a gradient that repeats one number, as that of a sum does, need not be written out for a place to be read. */
function readsAs(adjoint: Tensor, place: Place): boolean {
  return isRepeated(adjoint) && isWhole(place, place.memory.length) && isAlike(adjoint, place)
}
