import { figure } from './figure.tsx'
import type { Shown } from './picture-view.ts'

/** How pictures are computed: at once, in steps with progress, or when the reader says so. */
const QUICK = { isSlow: false, isManual: false, isFirst: false, heedsParameter: false } as const
const FIRST = { ...QUICK, isFirst: true } as const
const PARAMETER = { ...QUICK, heedsParameter: true } as const
const SLOW = { ...QUICK, isSlow: true } as const
const MANUAL = { ...SLOW, isManual: true } as const

/** Height of most pictures, so that neighbours are equal. */
const TALL = 380

/** All figures in the order of the page. */
export const VIEWS: readonly Shown[] = [
  figure({
    name: 'network',
    title: 'The network',
    caption:
      'Each parameter, what it is started with, and the std that came of it beside the std of its law.',
    plan: PARAMETER,
    isWide: true,
    height: () => 220,
    load: () => import('./network.tsx').then(({ network }) => network),
  }),
  figure({
    name: 'forward',
    title: 'The signal forward',
    caption: (
      <>
        q<sub>l+1</sub> = σ<sub>w</sub>² E φ(√q<sub>l</sub> z)² + σ<sub>b</sub>², z ~ N(0, 1), σ<sub>w</sub>²
        = fan-in · E w² (Poole et al., 2016)
      </>
    ),
    plan: FIRST,
    isWide: false,
    height: () => TALL,
    load: () => import('./signal.ts').then(({ signalDrawing }) => signalDrawing('activations')),
  }),
  figure({
    name: 'backward',
    title: 'The signal backward',
    caption: (
      <>
        E g<sub>l</sub>² = χ E g<sub>l+1</sub>², χ = σ<sub>w</sub>² E φ′(√q z)² (Schoenholz et al., 2017)
      </>
    ),
    plan: FIRST,
    isWide: false,
    height: () => TALL,
    load: () => import('./signal.ts').then(({ signalDrawing }) => signalDrawing('gradients')),
  }),
  figure({
    name: 'weights',
    title: 'The weights',
    caption: 'Bars: the values that were drawn. Line: the density of the law that they were drawn from.',
    plan: PARAMETER,
    isWide: false,
    height: () => TALL,
    load: () => import('./weights.ts').then(({ weights }) => weights),
  }),
  figure({
    name: 'saturation',
    title: 'Why: saturation',
    caption:
      'Where |φ′| is below a tenth of its largest, hardly any gradient passes (Glorot & Bengio, 2010).',
    plan: PARAMETER,
    isWide: false,
    height: () => TALL,
    load: () => import('./saturation.ts').then(({ saturation }) => saturation),
  }),
  figure({
    name: 'matrices',
    title: 'Why: a hundred matrices',
    caption: (
      <>
        ‖W<sub>n</sub> … W<sub>1</sub>‖ by n, and the singular values of the product (Saxe et al., 2014)
      </>
    ),
    plan: SLOW,
    isWide: false,
    height: () => TALL,
    load: () => import('./matrices.ts').then(({ matrices }) => matrices),
  }),
  figure({
    name: 'symmetry',
    title: 'Why: symmetry',
    caption:
      'Units that start equal get equal gradients, so they stay equal; a nudge of one weight parts them.',
    plan: SLOW,
    isWide: false,
    height: () => TALL,
    load: () => import('./symmetry.ts').then(({ symmetry }) => symmetry),
  }),
  figure({
    name: 'chaos',
    title: 'The edge of chaos',
    caption: (
      <>
        Line: χ = σ<sub>w</sub>² E φ′(√q z)² = 1. Depth scale ξ = −1 ∕ ln χ (Schoenholz et al., 2017)
      </>
    ),
    plan: SLOW,
    isWide: true,
    height: (width) => (width >= 640 ? 340 : 680),
    load: () => import('./chaos.tsx').then(({ chaos }) => chaos),
  }),
  figure({
    name: 'training',
    title: 'Training',
    caption: 'The same network, data and order of examples; only the first weights differ.',
    plan: MANUAL,
    isWide: true,
    height: () => 340,
    load: () => import('./training.ts').then(({ training }) => training),
  }),
  figure({
    name: 'code',
    title: 'The same in your framework',
    caption: 'The present state as a program, and the first weights that it prints.',
    plan: QUICK,
    isWide: true,
    height: () => 0,
    load: () => import('./code.tsx').then(({ code }) => code),
  }),
]
