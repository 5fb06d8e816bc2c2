import { type ActivationOp, type SlopeOp, type Tensor, type UnaryOp, where } from '@nn/tensor'
import { by, byBoth, linearly, type Rule } from './formula.ts'

/** c − x. */
function from(c: number, x: Tensor): Tensor {
  return x.neg().add_(c)
}

/** Φ(x), the share of a normal law below x. */
function normalShare(x: Tensor): Tensor {
  return x.mul(Math.SQRT1_2).erf_().add_(1).mul_(0.5)
}

/** φ(x), its density. */
function normalDensity(x: Tensor): Tensor {
  return x
    .square()
    .mul_(-0.5)
    .exp_()
    .mul_(1 / Math.sqrt(2 * Math.PI))
}

/** σ(x)·(1 + x·(1 − σ(x))). */
function siluSlope(x: Tensor): Tensor {
  const s = x.sigmoid()
  return from(1, s).mul_(x).add_(1).mul_(s)
}

/** g·f′(x) of y = f(x), by the kernel. */
function slopeOf(op: SlopeOp): Slope {
  return (g, y) => {
    const out = g.backend.zeros(g.shape, { dtype: g.dtype })
    g.backend.slope[op](g, y, out)
    return out
  }
}

const [reluSlope, sigmoidSlope, tanhSlope] = [
  slopeOf('reluSlope'),
  slopeOf('sigmoidSlope'),
  slopeOf('tanhSlope'),
] as const

const none: Rule<'x'> = { x: null }

/** y = f(x). At a kink the slope is PyTorch's: 0 of `abs` and `relu`. */
export const unaryRules: Readonly<Record<UnaryOp, Rule<'x'>>> = {
  neg: { x: /* @__PURE__ */ linearly((g) => g.neg()) },
  abs: { x: /* @__PURE__ */ by('x', (g, x) => where(x.gt(0), g, where(x.lt(0), g.neg(), 0))) },
  sign: none,
  floor: none,
  ceil: none,
  round: none,
  trunc: none,
  square: { x: /* @__PURE__ */ by('x', (g, x) => g.mul(x).mul_(2)) },
  sqrt: { x: /* @__PURE__ */ by('out', (g, y) => g.div(y).mul_(0.5)) },
  reciprocal: { x: /* @__PURE__ */ by('out', (g, y) => y.square().neg_().mul_(g)) },
  exp: { x: /* @__PURE__ */ by('out', (g, y) => g.mul(y)) },
  expm1: { x: /* @__PURE__ */ by('out', (g, y) => y.add(1).mul_(g)) },
  log: { x: /* @__PURE__ */ by('x', (g, x) => g.div(x)) },
  log1p: { x: /* @__PURE__ */ by('x', (g, x) => g.div(x.add(1))) },
  sin: { x: /* @__PURE__ */ by('x', (g, x) => x.cos().mul_(g)) },
  cos: { x: /* @__PURE__ */ by('x', (g, x) => x.sin().neg_().mul_(g)) },
  tan: { x: /* @__PURE__ */ by('out', (g, y) => y.square().add_(1).mul_(g)) },
  tanh: { x: /* @__PURE__ */ by('out', tanhSlope) },
  erf: {
    x: /* @__PURE__ */ by('x', (g, x) =>
      x
        .square()
        .neg_()
        .exp_()
        .mul_(2 / Math.sqrt(Math.PI))
        .mul_(g),
    ),
  },
  relu: { x: /* @__PURE__ */ by('out', reluSlope) },
  sigmoid: { x: /* @__PURE__ */ by('out', sigmoidSlope) },
  gelu: { x: /* @__PURE__ */ by('x', (g, x) => normalDensity(x).mul_(x).add_(normalShare(x)).mul_(g)) },
  silu: { x: /* @__PURE__ */ by('x', (g, x) => siluSlope(x).mul_(g)) },
  softplus: { x: /* @__PURE__ */ by('x', (g, x) => x.sigmoid().mul_(g)) },
}

/** The gradient by x, from that by y = f(x) and y. */
export type Slope = (g: Tensor, y: Tensor) => Tensor

/** The slopes of activations that follow from their result, for products that apply them to their sums. */
export const slopes: Partial<Record<ActivationOp, Slope>> = {
  relu: reluSlope,
  sigmoid: sigmoidSlope,
  tanh: tanhSlope,
  // 1 − exp(−softplus(x)) is sigmoid(x).
  softplus: (g, y) => y.neg().expm1_().neg_().mul_(g),
}

/** a·f′(x) of b = f(x). */
export const slopeRules: Readonly<Record<SlopeOp, Rule<'a' | 'b'>>> = {
  reluSlope: { a: /* @__PURE__ */ by('b', reluSlope), b: null },
  sigmoidSlope: {
    a: /* @__PURE__ */ by('b', sigmoidSlope),
    b: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => from(1, b.mul(2)).mul_(a).mul_(g)),
  },
  tanhSlope: {
    a: /* @__PURE__ */ by('b', tanhSlope),
    b: /* @__PURE__ */ byBoth(['a', 'b'], (g, a, b) => b.mul(-2).mul_(a).mul_(g)),
  },
}
