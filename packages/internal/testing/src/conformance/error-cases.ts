import {
  type Backend,
  concat,
  convolve,
  convolveTransposed,
  linear,
  meanSquare,
  moments,
  ShapeError,
  stack,
  standardize,
  Tensor,
  where,
} from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'

type Failure = readonly [
  run: (backend: Backend) => unknown,
  error: new (message: string) => Error,
  message: string,
]

const x = (backend: Backend): Tensor => backend.ones([2, 4])
const int = (backend: Backend): Tensor => backend.ones([2], { dtype: 'int32' })
const bool = (backend: Backend): Tensor => backend.ones([2], { dtype: 'bool' })
const any = (value: unknown): never => value as never
/** A list of one number and a hole, which `every` passes over. */
const holed: readonly number[] = new Array<number>(2).fill(1, 0, 1)

const failures: Record<string, Failure> = {
  'an activation that linear does not have': [
    (b) => linear(x(b), x(b), undefined, { activation: any('selu') }),
    RangeError,
    'linear: expected an activation of relu, sigmoid, tanh, gelu, silu, softplus, or none, got "selu"',
  ],
  'moments of an axis that is not there': [
    (b) => moments(x(b), 2),
    RangeError,
    'moments: expected an axis in [-2, 2), got 2',
  ],
  'mean squares of an axis that is not there': [
    (b) => meanSquare(x(b), [0, -3]),
    RangeError,
    'meanSquare: expected an axis in [-2, 2), got -3',
  ],
  'moments of a number': [() => moments(any(3)), TypeError, 'moments: expected a tensor, got 3'],
  'a mean square of nothing': [
    () => meanSquare(any(undefined)),
    TypeError,
    'meanSquare: expected a tensor, got undefined',
  ],
  'standardize of no tensor': [
    (b) => standardize(any([1]), { factor: x(b) }),
    TypeError,
    'standardize: expected a tensor, got [1]',
  ],
  'standardize of integers': [
    (b) => standardize(int(b), { factor: b.ones([]) }),
    TypeError,
    'standardize: expected a tensor of float32 or float64, got int32; cast it first',
  ],
  'standardize by no factor': [
    (b) => standardize(x(b), any({})),
    TypeError,
    'standardize: expected a tensor, got undefined',
  ],
  'standardize by a number': [
    (b) => standardize(x(b), { factor: b.ones([]), weight: any(2) }),
    TypeError,
    'standardize: expected a tensor, got 2',
  ],
  'standardize by what does not broadcast': [
    (b) => standardize(x(b), { factor: b.ones([3]) }),
    ShapeError,
    'standardize: expected a shape that broadcasts to [2, 4], got [3]',
  ],
  'shapes that do not broadcast': [
    (b) => x(b).add(b.ones([3])),
    ShapeError,
    'add: expected shapes that broadcast, got [2, 4] and [3]; axis -1 has 4 and 3 elements',
  ],
  'an operand that is no tensor': [
    (b) => x(b).mul(any('3')),
    TypeError,
    'mul: expected a tensor, a number or a boolean, got "3"',
  ],
  'a missing operand': [
    (b) => x(b).ge(any(undefined)),
    TypeError,
    'ge: expected a tensor, a number or a boolean, got undefined',
  ],
  'in place to another shape': [
    (b) => b.ones([4]).add_(x(b)),
    ShapeError,
    "add_: expected a result of the target's shape [4], got [2, 4]",
  ],
  'in place to another dtype': [
    (b) => int(b).add_(0.5),
    TypeError,
    "add_: expected a result of the target's dtype int32, got float32; cast('float32') it first",
  ],
  'in place by a wider tensor': [
    (b) => x(b).mul_(b.ones([4], { dtype: 'float64' })),
    TypeError,
    "mul_: expected a result of the target's dtype float32, got float64; cast('float64') it first",
  ],
  'division of integers in place': [
    (b) => int(b).div_(2),
    TypeError,
    "div_: expected a result of the target's dtype int32, got float32; cast('float32') it first",
  ],
  'a floating function of integers in place': [
    (b) => int(b).exp_(),
    TypeError,
    "exp_: expected a result of the target's dtype int32, got float32; cast('float32') it first",
  ],
  'arithmetic on bool in place': [
    (b) => bool(b).add_(1),
    TypeError,
    "add_: expected a result of the target's dtype bool, got int32; cast('int32') it first",
  ],
  'in place through an expanded view': [
    (b) => b.ones([4]).expand(2, 4).add_(1),
    ShapeError,
    'add_: expected a target with a place for each element, got an expanded view of shape [2, 4]; clone() it first',
  ],
  'a function in place through an expanded view': [
    (b) => b.ones([1]).expand(3).neg_(),
    ShapeError,
    'neg_: expected a target with a place for each element, got an expanded view of shape [3]; clone() it first',
  ],
  'in place through windows that overlap': [
    (b) => b.ones([9]).unfold(0, 3, { step: 2 }).mul_(2),
    ShapeError,
    'mul_: expected a target with a place for each element, got a view with overlaps of shape [4, 3]; clone() it first',
  ],
  'set through an expanded view': [
    (b) => b.ones([1]).expand(3).set([0], 1) && b.ones([1]).expand(3).set([], 1),
    ShapeError,
    'set: expected a target with a place for each element, got an expanded view of shape [3]; clone() it first',
  ],
  'the negative of bool': [
    (b) => bool(b).neg(),
    TypeError,
    "neg: expected numbers, got bool; cast('int32') or use logicalNot",
  ],
  'the difference of bools': [
    (b) => bool(b).sub(bool(b)),
    TypeError,
    "sub: expected numbers, got bool and bool; cast('int32') or use logicalXor",
  ],
  'where without a bool': [
    (b) => where(x(b), 1, 0),
    TypeError,
    'where: expected a bool tensor as the condition, got float32; compare first, as in x.gt(0)',
  ],
  'where of something else': [
    (b) => where(x(b).gt(0), any(null), 0),
    TypeError,
    'where: expected a tensor, a number or a boolean, got null',
  ],
  'matmul of sizes that differ': [
    (b) => x(b).matmul(x(b)),
    ShapeError,
    'matmul: expected equal inner sizes, got [2, 4] and [2, 4]; they are 4 and 2',
  ],
  'take at floats': [
    (b) => x(b).take(b.tensor([0])),
    TypeError,
    "take: expected indices of int32, got float32; cast('int32') them first",
  ],
  'take of a scalar': [
    (b) => b.tensor(1).take(int(b)),
    ShapeError,
    'take: expected a tensor with rows, got shape []',
  ],
  'take behind the end': [
    (b) => x(b).take(int(b).mul(2)),
    RangeError,
    'take: expected indices in [0, 2), got 2',
  ],
  'take before the start': [
    (b) => x(b).take(int(b).neg()),
    RangeError,
    'take: expected indices in [0, 2), got -1',
  ],
  'windows that do not fit': [
    (b) => x(b).unfold(1, 3, { dilation: 2 }),
    ShapeError,
    'unfold: expected at least 5 elements along axis 1 for a window, got shape [2, 4]',
  ],
  'windows of nothing': [
    (b) => x(b).unfold(1, 0),
    RangeError,
    'unfold: expected size to be an integer >= 1, got 0',
  ],
  'windows without steps': [
    (b) => x(b).unfold(1, 1, { step: 0.5 }),
    RangeError,
    'unfold: expected step to be an integer >= 1, got 0.5',
  ],
  'padding of axes that are not there': [
    (b) =>
      b.ones([2]).pad([
        [0, 1],
        [0, 1],
      ]),
    ShapeError,
    'pad: expected at most 1 widths for shape [2], got 2',
  ],
  'padding by less than nothing': [
    (b) => x(b).pad([[-1, 0]]),
    RangeError,
    'pad: expected widths [before, after] of integers >= 0, got [-1, 0]',
  ],
  'padding with a hole': [
    (b) => x(b).pad([any(holed)]),
    RangeError,
    'pad: expected widths [before, after] of integers >= 0, got [1, ]',
  ],
  'padding by a number': [
    (b) => x(b).pad(any(1)),
    TypeError,
    'pad: expected an array of widths [before, after], got 1',
  ],
  'padding with what the dtype cannot hold': [
    (b) => int(b).pad([[1, 1]], 0.5),
    TypeError,
    "pad: expected integers for int32, got 0.5; use dtype 'float32', or round and cast first",
  ],
  'concat of other shapes': [
    (b) => concat([x(b), b.ones([2, 3, 1])], 1),
    ShapeError,
    'concat: expected equal shapes but for axis 1, got [2, 4] and [2, 3, 1]',
  ],
  'concat of a number': [
    (b) => concat([x(b), any(1)]),
    TypeError,
    'concat: expected an array of tensors, got [an instance of Tensor, 1]',
  ],
  'concat of nothing': [() => concat([]), RangeError, 'concat: expected at least one tensor, got none'],
  'stack of a tensor': [
    (b) => stack(any(x(b))),
    TypeError,
    'stack: expected an array of tensors, got an instance of Tensor',
  ],
  'stack of other shapes': [
    (b) => stack([x(b), b.ones([4])]),
    ShapeError,
    'stack: expected tensors of one shape, got [2, 4] and [4]',
  ],
  'matmul of a scalar': [
    (b) => b.tensor(2).matmul(x(b)),
    ShapeError,
    'matmul: expected at least one axis each, got [] and [2, 4]; use mul',
  ],
  'matmul of batches that do not broadcast': [
    (b) => b.ones([2, 1, 1]).matmul(b.ones([3, 1, 1])),
    ShapeError,
    'matmul: expected shapes that broadcast, got [2] and [3]; axis -1 has 2 and 3 elements',
  ],
  'matmul of a number': [(b) => x(b).matmul(any(2)), TypeError, 'matmul: expected a tensor, got 2'],
  'max of nothing': [
    (b) => b.zeros([2, 0]).max(1),
    RangeError,
    'max: expected at least one element to reduce, got shape [2, 0]',
  ],
  'argmin of nothing': [
    (b) => b.zeros([0]).argmin(),
    RangeError,
    'argmin: expected at least one element to reduce, got shape [0]',
  ],
  'norm of nothing': [
    (b) => b.zeros([0]).norm(0, { ord: Infinity }),
    RangeError,
    'norm: expected at least one element to reduce, got shape [0]',
  ],
  'an order of the norm': [
    (b) => x(b).norm(0, { ord: 3 }),
    RangeError,
    'norm: expected ord 1, 2 or Infinity, got 3',
  ],
  'a correction': [
    (b) => x(b).var(0, { correction: NaN }),
    RangeError,
    'var: expected correction to be a number, got NaN',
  ],
  'an axis out of range': [(b) => x(b).sum(2), RangeError, 'sum: expected an axis in [-2, 2), got 2'],
  'an axis of a scalar': [
    (b) => b.tensor(1).sum(0),
    RangeError,
    'sum: expected no axis, as the tensor is 0-d, got 0',
  ],
  'an axis that is no integer': [
    (b) => x(b).mean(0.5),
    RangeError,
    'mean: expected an axis in [-2, 2), got 0.5',
  ],
  'an axis given twice': [(b) => x(b).sum([0, -2]), RangeError, 'sum: expected distinct axes, got [0, -2]'],
  'axes of another kind': [
    (b) => x(b).sum(any('0')),
    TypeError,
    'sum: expected an axis or an array of axes, got "0"',
  ],
  'argmax over two axes': [
    (b) => x(b).argmax(any([0, 1])),
    TypeError,
    'argmax: expected one axis, or none for the index into the flattened tensor, got [0, 1]',
  ],
  'set without a selection': [
    (b) => x(b).set(any(0), 1),
    TypeError,
    'set: expected an array of indices and ranges like [0, 0], got 0',
  ],
  'a null in a row': [
    (b) => b.tensor(any([[1, 2], null])),
    ShapeError,
    'tensor: expected row [1] to have 2 elements like the first, got the element null',
  ],
  'logSoftmax of a scalar': [
    (b) => b.tensor(1).logSoftmax(0),
    RangeError,
    'logSoftmax: expected no axis, as the tensor is 0-d, got 0',
  ],
  'softmax along no axis': [
    (b) => x(b).softmax(any(undefined)),
    TypeError,
    'softmax: expected an axis in [-2, 2), got undefined',
  ],
  'clamp upside down': [(b) => x(b).clamp(1, 0), RangeError, 'clamp: expected low <= high, got 1 and 0'],
  'clamp to NaN': [(b) => x(b).clamp(NaN, 0), RangeError, 'clamp: expected low to be a number, got NaN'],
  'a curve of gelu': [
    (b) => x(b).gelu(any({ approximate: 'fast' })),
    RangeError,
    'gelu: expected approximate to be one of none, tanh, got "fast"; did you mean "tanh"?',
  ],
  'item of many': [
    (b) => x(b).item(),
    ShapeError,
    'item: expected exactly one element, got shape [2, 4]; use at(…) first',
  ],
  'too many indices': [
    (b) => x(b).at(0, 1, 2),
    RangeError,
    'at: expected at most 2 indices for shape [2, 4], got 3',
  ],
  'an index out of range': [
    (b) => x(b).at(1, 4),
    RangeError,
    'at: expected an index in [-4, 4) along axis 1, got 4',
  ],
  'an index of an empty axis': [
    (b) => b.zeros([0]).at(0),
    RangeError,
    'at: expected no index along the empty axis 0, got 0',
  ],
  'an index that is no integer': [
    (b) => x(b).at(0.5),
    RangeError,
    'at: expected an index in [-2, 2) along axis 0, got 0.5',
  ],
  'a step of 0': [
    (b) => x(b).slice([0, 2, 0]),
    RangeError,
    'slice: expected a range [start, stop?, step?] of integers with a step other than 0, got [0, 2, 0]',
  ],
  'a range that is no range': [
    (b) => x(b).slice(any('all')),
    TypeError,
    'slice: expected null, an index or a range [start, stop?, step?], got "all"',
  ],
  'set of too many values': [
    (b) => x(b).set([0], [1, 2, 3]),
    ShapeError,
    'set: expected a shape that broadcasts to [4], got [3]',
  ],
  'set of ragged values': [
    (b) => x(b).set([], any([[1, 2], [3]])),
    ShapeError,
    'set: expected row [1] to have 2 elements like the first, got 1',
  ],
  'set of an integer to a fraction': [
    (b) => int(b).set([0], 0.5),
    TypeError,
    "set: expected integers for int32, got 0.5; use dtype 'float32', or round and cast first",
  ],
  'set of an integer to NaN': [
    (b) => int(b).set([0], NaN),
    TypeError,
    "set: expected integers for int32, got NaN; use dtype 'float32', or round and cast first",
  ],
  'set of an integer out of range': [
    (b) => int(b).fill_(2 ** 31),
    RangeError,
    'fill_: expected integers in [-2147483648, 2147483648) for int32, got 2147483648',
  ],
  'set of a bool to a number': [
    (b) => bool(b).fill_(2),
    TypeError,
    "fill_: expected booleans, or 0 and 1, for bool, got 2; use dtype 'float32', or compare first",
  ],
  'copy of fractions into integers': [
    (b) => int(b).copy_(b.tensor([1, 0.5])),
    TypeError,
    "copy_: expected integers for int32, got 0.5; use dtype 'float32', or round and cast first",
  ],
  'copy of another shape': [
    (b) => int(b).copy_(b.ones([3])),
    ShapeError,
    'copy_: expected a shape that broadcasts to [2], got [3]',
  ],
  'copy of a higher rank': [
    (b) => int(b).copy_(b.ones([2, 2])),
    ShapeError,
    'copy_: expected a value that broadcasts to [2], got shape [2, 2]',
  ],
  'cast of NaN to int32': [
    (b) => b.tensor([1, NaN]).cast('int32'),
    RangeError,
    'cast: expected finite values in [-2147483648, 2147483648) for int32, got NaN',
  ],
  'cast out of range': [
    (b) => b.tensor([3e9]).cast('int32'),
    RangeError,
    'cast: expected finite values in [-2147483648, 2147483648) for int32, got 3000000000',
  ],
  'cast to an unknown dtype': [
    (b) => x(b).cast(any('float16')),
    TypeError,
    `cast: expected the dtype 'float32', 'float64', 'int32' or 'bool', got "float16"`,
  ],
  'allClose of something else': [
    (b) => x(b).allClose(any([1])),
    TypeError,
    'allClose: expected a tensor, a number or a boolean, got [1]',
  ],
  'reshape to another size': [
    (b) => x(b).reshape(3, 3),
    ShapeError,
    'reshape: expected a shape of 8 elements like [2, 4], got [3, 3]',
  ],
  'reshape with two open sizes': [
    (b) => x(b).reshape(-1, -1),
    ShapeError,
    'reshape: expected a shape of 8 elements like [2, 4], got [-1, -1]',
  ],
  'reshape with a remainder': [
    (b) => x(b).reshape(3, -1),
    ShapeError,
    'reshape: expected a shape of 8 elements like [2, 4], got [3, -1]',
  ],
  'expand of a size other than 1': [
    (b) => x(b).expand(2, 8),
    ShapeError,
    'expand: expected a shape that broadcasts to [2, 8], got [2, 4]',
  ],
  'expand to fewer axes': [
    (b) => x(b).expand(4),
    ShapeError,
    'expand: expected a shape that broadcasts to [4], got [2, 4]',
  ],
  'squeeze of a size other than 1': [
    (b) => x(b).squeeze(0),
    ShapeError,
    'squeeze: expected size 1 along axis 0, got shape [2, 4]',
  ],
  'unsqueeze out of range': [
    (b) => x(b).unsqueeze(4),
    RangeError,
    'unsqueeze: expected an axis in [-3, 3), got 4',
  ],
  'permute of too few axes': [
    (b) => x(b).permute(0),
    RangeError,
    'permute: expected each of the 2 axes once, got [0]',
  ],
  'permute of an axis twice': [
    (b) => x(b).permute(0, 0),
    RangeError,
    'permute: expected each of the 2 axes once, got [0, 0]',
  ],
  'transpose of a vector': [
    (b) => b.ones([3]).transpose(),
    RangeError,
    'transpose: expected an axis in [-1, 1), got -2',
  ],
  'flatten from behind': [
    (b) => x(b).flatten(1, 0),
    RangeError,
    'flatten: expected start not behind end, got axes 1 and 0',
  ],
  'a ragged array': [
    (b) =>
      b.tensor(
        any([
          [1, 2],
          [3, 4, 5],
        ]),
      ),
    ShapeError,
    'tensor: expected row [1] to have 2 elements like the first, got 3',
  ],
  'a number among rows': [
    (b) => b.tensor(any([[1, 2], 3])),
    ShapeError,
    'tensor: expected row [1] to have 2 elements like the first, got the element 3',
  ],
  'rows among numbers': [
    (b) => b.tensor(any([1, [2]])),
    ShapeError,
    'tensor: expected a number at [1] like the first, got the array [2]',
  ],
  'a string in an array': [
    (b) => b.tensor(any([[1, '2']])),
    TypeError,
    'tensor: expected a number or a boolean at [0, 1], got "2"',
  ],
  'no array at all': [
    (b) => b.tensor(any(null)),
    TypeError,
    'tensor: expected numbers, booleans or arrays of them, got null',
  ],
  'a tensor of a tensor': [
    (b) => b.tensor(any(x(b))),
    TypeError,
    'tensor: expected numbers or a typed array, got a tensor; use clone() or cast()',
  ],
  'a typed array of another kind': [
    (b) => b.tensor(any(new Uint16Array(2))),
    TypeError,
    'tensor: expected an array that stores a dtype, got a Uint16Array of 2 elements; pass a Float32Array, Float64Array, Int32Array or Uint8Array',
  ],
  'bytes other than 0 and 1': [
    (b) => b.tensor(Uint8Array.of(0, 255)),
    TypeError,
    "tensor: expected booleans, or 0 and 1, for bool, got 255; use dtype 'float32', or compare first",
  ],
  'fractions as int32': [
    (b) => b.tensor([0.5], { dtype: 'int32' }),
    TypeError,
    "tensor: expected integers for int32, got 0.5; use dtype 'float32', or round and cast first",
  ],
  'NaN as int32': [
    (b) => b.tensor([NaN], { dtype: 'int32' }),
    TypeError,
    "tensor: expected integers for int32, got NaN; use dtype 'float32', or round and cast first",
  ],
  'numbers as bool': [
    (b) => b.tensor([2], { dtype: 'bool' }),
    TypeError,
    "tensor: expected booleans, or 0 and 1, for bool, got 2; use dtype 'float32', or compare first",
  ],
  'an unknown dtype': [
    (b) => b.zeros([2], any({ dtype: 'float' })),
    TypeError,
    `zeros: expected the dtype 'float32', 'float64', 'int32' or 'bool', got "float"`,
  ],
  'an unknown dtype of a tensor': [
    (b) => b.tensor([2], any({ dtype: 'f32' })),
    TypeError,
    `tensor: expected the dtype 'float32', 'float64', 'int32' or 'bool', got "f32"`,
  ],
  'a shape of another size': [
    (b) => b.tensor([1, 2, 3], { shape: [2, 2] }),
    ShapeError,
    'tensor: expected 4 elements for shape [2, 2], got 3',
  ],
  'a shape with a fraction': [
    (b) => b.zeros([2.5]),
    ShapeError,
    'zeros: expected a shape of non-negative integers, got [2.5]',
  ],
  'a negative shape': [
    (b) => b.ones([-1]),
    ShapeError,
    'ones: expected a shape of non-negative integers, got [-1]',
  ],
  'a shape that is a text': [
    (b) => b.zeros(any('3')),
    TypeError,
    'zeros: expected a shape like [2, 4], got "3"; write it as an array of sizes',
  ],
  'sharing of a nested array': [
    (b) => b.tensor([1], { copy: false }),
    TypeError,
    'tensor: expected a typed array to share, got [1]; leave out copy, or pass a Float32Array',
  ],
  'sharing with another dtype': [
    (b) => b.tensor(Float32Array.of(1), { copy: false, dtype: 'float64' }),
    TypeError,
    'tensor: expected data of float64 to share, got float32; leave out copy, or the dtype',
  ],
  'arange with a step of 0': [
    (b) => b.arange(3, { step: 0 }),
    RangeError,
    'arange: expected a step other than 0, got 0',
  ],
  'arange to infinity': [
    (b) => b.arange(Infinity),
    RangeError,
    'arange: expected stop to be finite, got Infinity',
  ],
  'arange of fractions as int32': [
    (b) => b.arange(1, { step: 0.5, dtype: 'int32' }),
    TypeError,
    "arange: expected integers for int32, got 0.5; use dtype 'float32', or round and cast first",
  ],
  'linspace to NaN': [
    (b) => b.linspace(0, NaN, 3),
    RangeError,
    'linspace: expected stop to be a number, got NaN',
  ],
  'linspace of a fraction of a number': [
    (b) => b.linspace(0, 1, 2.5),
    RangeError,
    'linspace: expected count to be an integer >= 0, got 2.5',
  ],
  'no random source': [
    (b) => b.uniform(any(undefined), [2]),
    TypeError,
    'uniform: expected a random source, got undefined; pass a generator, as in createRng(42) of @nn/random',
  ],
  'a random source as a number': [
    (b) => b.normal(any(42), [2]),
    TypeError,
    'normal: expected a random source, got 42; pass a generator, as in createRng(42) of @nn/random',
  ],
  'random integers': [
    (b) => b.uniform(any({ uniform() {}, normal() {} }), [2], { dtype: 'int32' }),
    TypeError,
    `uniform: expected dtype 'float32' or 'float64', got "int32"`,
  ],
  'data that is no typed array': [
    (b) => new Tensor({ backend: b, data: any([1]), shape: [1] }),
    TypeError,
    'Tensor: expected data in a Float32Array, Float64Array, Int32Array or Uint8Array, got [1]',
  ],
  'data of another dtype': [
    (b) => new Tensor({ backend: b, data: new Float32Array(1), dtype: 'int32', shape: [1] }),
    TypeError,
    'Tensor: expected data of int32, got float32; cast() the tensor',
  ],
  'data that is too short': [
    (b) => new Tensor({ backend: b, data: new Float32Array(3), shape: [2, 2] }),
    ShapeError,
    'Tensor: expected data with positions 0 to 3 for shape [2, 2], got 3 elements',
  ],
  'strides that leave the data': [
    (b) => new Tensor({ backend: b, data: new Float32Array(4), shape: [2, 2], strides: [-1, 1] }),
    ShapeError,
    'Tensor: expected data with positions -1 to 1 for shape [2, 2], got 4 elements',
  ],
  'strides of another rank': [
    (b) => new Tensor({ backend: b, data: new Float32Array(4), shape: [2, 2], strides: [1] }),
    ShapeError,
    'Tensor: expected an integer stride for each axis of [2, 2], got strides [1] and offset 0',
  ],
  'an offset that is no integer': [
    (b) => new Tensor({ backend: b, data: new Float32Array(4), shape: [2], offset: 0.5 }),
    ShapeError,
    'Tensor: expected an integer stride for each axis of [2], got strides [1] and offset 0.5',
  ],
  'convolve of a number': [
    (b) => convolve(any(3), b.ones([1, 1, 1])),
    TypeError,
    'convolve: expected a tensor, got 3',
  ],
  'convolve by a matrix': [
    (b) => convolve(b.ones([1, 2, 3]), b.ones([3, 2])),
    ShapeError,
    'convolve: expected a weight [units, channels, …sizes] with sizes >= 1, got [3, 2]',
  ],
  'convolve by a kernel of nothing': [
    (b) => convolve(b.ones([1, 2, 3]), b.ones([3, 2, 0])),
    ShapeError,
    'convolve: expected a weight [units, channels, …sizes] with sizes >= 1, got [3, 2, 0]',
  ],
  'convolve in groups that do not divide': [
    (b) => convolve(b.ones([1, 2, 3]), b.ones([3, 1, 1]), undefined, { groups: 2 }),
    RangeError,
    'convolve: expected groups to be an integer >= 1 that divides the 3 units, got 2',
  ],
  'convolve of other channels': [
    (b) => convolve(b.ones([1, 3, 4]), b.ones([2, 2, 1])),
    ShapeError,
    'convolve: expected an input [n, 2, length], got [1, 3, 4]',
  ],
  'convolve of one example': [
    (b) => convolve(b.ones([4, 3, 3]), b.ones([2, 2, 1, 1]), undefined, { groups: 2 }),
    ShapeError,
    'convolve: expected an input [n, 4, …2 lengths], got [4, 3, 3]',
  ],
  'convolve with another bias': [
    (b) => convolve(b.ones([1, 2, 3]), b.ones([3, 2, 1]), b.ones([2])),
    ShapeError,
    'convolve: expected a bias [3], got [2]',
  ],
  'convolve with an activation that it does not have': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { activation: any('elu') }),
    RangeError,
    'convolve: expected an activation of relu, sigmoid, tanh, gelu, silu, softplus, or none, got "elu"',
  ],
  'convolve without steps': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { stride: 0 }),
    RangeError,
    'convolve: expected stride to be an integer >= 1, or 1 of them, got 0',
  ],
  'convolve with the dilation of another rank': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { dilation: [1, 2] }),
    RangeError,
    'convolve: expected dilation to be an integer >= 1, or 1 of them, got [1, 2]',
  ],
  'convolve with a padding of three': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { padding: [any([1, 2, 3])] }),
    RangeError,
    'convolve: expected padding to be an integer >= 0, or 1 of them or of [before, after], got [[…]]',
  ],
  'convolve with steps that have a hole': [
    (b) => convolve(b.ones([1, 1, 3, 3]), b.ones([1, 1, 1, 1]), undefined, { stride: holed }),
    RangeError,
    'convolve: expected stride to be an integer >= 1, or 2 of them, got [1, ]',
  ],
  'convolve with a padding that has a hole': [
    (b) => convolve(b.ones([1, 1, 3, 3]), b.ones([1, 1, 1, 1]), undefined, { padding: holed }),
    RangeError,
    'convolve: expected padding to be an integer >= 0, or 2 of them or of [before, after], got [1, ]',
  ],
  'convolve with a padding whose end is a hole': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { padding: [any(holed)] }),
    RangeError,
    'convolve: expected padding to be an integer >= 0, or 1 of them or of [before, after], got [[…]]',
  ],
  'convolve by a kernel that does not fit': [
    (b) => convolve(b.ones([1, 1, 3]), b.ones([1, 1, 3]), undefined, { dilation: 2, padding: [[1, 0]] }),
    ShapeError,
    'convolve: expected at least 5 elements along axis 2 with padding, got 4',
  ],
  'convolveTransposed in groups that do not divide': [
    (b) => convolveTransposed(b.ones([1, 3, 3]), b.ones([3, 1, 1]), undefined, { groups: 2 }),
    RangeError,
    'convolveTransposed: expected groups to be an integer >= 1 that divides the 3 channels, got 2',
  ],
  'convolveTransposed with another bias': [
    (b) => convolveTransposed(b.ones([1, 2, 3]), b.ones([2, 3, 1]), b.ones([3]), { groups: 2 }),
    ShapeError,
    'convolveTransposed: expected a bias [6], got [3]',
  ],
  'convolveTransposed with less than no padding': [
    (b) => convolveTransposed(b.ones([1, 1, 3]), b.ones([1, 1, 1]), undefined, { outputPadding: -1 }),
    RangeError,
    'convolveTransposed: expected outputPadding to be an integer >= 0, or 1 of them, got -1',
  ],
  'convolveTransposed with all cut off': [
    (b) => convolveTransposed(b.ones([1, 1, 2]), b.ones([1, 1, 2]), undefined, { padding: 2 }),
    ShapeError,
    'convolveTransposed: expected an output of at least 0 elements along axis 2, got -1 of 2 inputs; lower the padding',
  ],
}

/** The errors of bad input: the kind and the whole message. */
export const errorCases: readonly ConformanceCase[] = Object.entries(failures).map(
  ([name, [run, error, message]]): ConformanceCase => ({
    name: `error: ${name}`,
    run: (backend) => {
      let thrown: unknown
      try {
        run(backend)
      } catch (e) {
        thrown = e
      }
      expect(thrown).toBeInstanceOf(error)
      expect((thrown as Error).message).toBe(message)
    },
  }),
)
