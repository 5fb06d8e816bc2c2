import type { LabState } from '../state/state.ts'

/** Counts of values in bins of equal width from `low` to `high`; `below` and `above` are outside. */
export interface Histogram {
  readonly low: number
  readonly high: number
  readonly counts: readonly number[]
  readonly below: number
  readonly above: number
}

/** A curve by its points. */
export type Curve = readonly (readonly [x: number, y: number])[]

/** A number that was measured, beside what theory says; undefined where it says nothing. */
export interface Beside {
  readonly measured: number
  readonly predicted: number | undefined
}

export interface NetworkData {
  readonly parameters: readonly {
    readonly path: string
    readonly shape: readonly number[]
    readonly fanIn: number | undefined
    readonly fanOut: number | undefined
    /** In closed form, as `describe` says it. */
    readonly law: string
    readonly std: Beside
    /** Why it has this law: `rule`, `option`, `init`, `default`, … */
    readonly source: string
  }[]
  readonly total: number
  /** What the signal goes through, from input to output; `from` of a branch is the stage that it adds to. */
  readonly stages: readonly { readonly path: string; readonly label: string; readonly shape: string }[]
}

export interface WeightsData {
  readonly parameters: readonly {
    readonly path: string
    readonly shape: readonly number[]
    readonly law: string
    readonly histogram: Histogram
    /** Density of the law; empty for a law without one. */
    readonly density: Curve
    readonly mean: Beside
    readonly std: Beside
    /** The first values, as Python prints them. */
    readonly first: string
  }[]
}

/** What one stage gives (forward), or the gradient by it (backward). */
export interface SignalRow {
  /** 1 for the first stage. */
  readonly layer: number
  readonly path: string
  readonly mean: number
  readonly std: number
  /** Root of the second moment, which theory predicts. */
  readonly rms: Beside
  readonly histogram: Histogram
  /** Share of values at the flat ends of the activation; undefined where it has none. */
  readonly saturated: number | undefined
  /** Share of units that are 0 for every example; undefined of activations that do not end at 0. */
  readonly dead: number | undefined
}

export interface SignalData {
  readonly rows: readonly SignalRow[]
  /** Factor of the second moment for each layer. */
  readonly growth: Beside
  /** As a formula of the choice, such as `σ² · n · E[φ′²]`. */
  readonly formula: string | undefined
}

/** Products of random matrices. */
export interface MatricesData {
  /** Rows and columns of each matrix. */
  readonly size: number
  /** After each factor: log10 of the Frobenius norm. */
  readonly norms: readonly { readonly count: number; readonly log10: Beside }[]
  /** log10 of the singular values, largest first, after each of these numbers of factors. */
  readonly spectra: readonly { readonly count: number; readonly log10: readonly number[] }[]
  /** log10 of the factor by which the norm grows with each matrix. */
  readonly growth: Beside
}

/** Training of equal units, and of units of which one was nudged. */
export interface SymmetryData {
  readonly steps: readonly number[]
  /** Largest difference between two units' weights after each step. */
  readonly equal: readonly number[]
  readonly nudged: readonly number[]
  /** Whether the equal units have the same bits after all steps. */
  readonly sameBits: boolean
  readonly losses: { readonly equal: readonly number[]; readonly nudged: readonly number[] }
}

/** An activation and its slope over the pre-activations that the law gives. */
export interface SaturationData {
  readonly layer: number
  readonly histogram: Histogram
  readonly density: Curve
  readonly activation: Curve
  readonly slope: Curve
  /** Share of pre-activations where the slope is below a tenth of its largest. */
  readonly saturated: Beside
  /** E φ′(z)². */
  readonly slopeSquare: Beside
}

/** A map over (σ_w, σ_b), whose values are rows of `biasStd` by columns of `weightStd`. */
export interface ChaosData {
  /** Layers of the networks. */
  readonly depth: number
  /** σ_w: the std of weights times √fanIn. */
  readonly weightStd: readonly number[]
  readonly biasStd: readonly number[]
  /** Correlation of two inputs after all layers. */
  readonly correlation: readonly (readonly Beside[])[]
  /** log10 of the factor of the gradient's rms for each layer. */
  readonly gradient: readonly (readonly Beside[])[]
  /** Mean-field depth scale ξ of each point. */
  readonly depthScale: readonly (readonly number[])[]
  /** σ_b by σ_w where χ = 1. */
  readonly edge: Curve
  /** Where the state's law is; NaN of a law that mean field says nothing of. */
  readonly chosen: {
    readonly weightStd: number
    readonly biasStd: number
    /** χ, by which the second moment of gradients grows with each layer. */
    readonly chi: number
    readonly depthScale: number
  }
}

/** Loss curves of several initializers on one problem. */
export interface TrainingData {
  readonly steps: number
  /** As a reader would type it. */
  readonly optimizer: string
  readonly curves: readonly {
    readonly name: string
    readonly isChosen: boolean
    /** One number a step, so far. */
    readonly losses: readonly number[]
    readonly accuracy: number | undefined
  }[]
  /** PyTorch's losses of the chosen network by step, of the steps that are stored; undefined where it was not trained there. */
  readonly python: Curve | undefined
}

/** The present state as programs. */
export interface CodeData {
  readonly programs: readonly {
    readonly framework: 'typescript' | 'torch' | 'keras' | 'jax' | 'mxnet'
    readonly title: string
    readonly code: string
    /** What it prints first; undefined where this framework has no such program. */
    readonly prints: string | undefined
    /** Why not the same bits, or why there is no program. */
    readonly note: string | undefined
  }[]
}

/** What is computed for each picture. */
export interface Pictures {
  network: NetworkData
  weights: WeightsData
  forward: SignalData
  backward: SignalData
  matrices: MatricesData
  symmetry: SymmetryData
  saturation: SaturationData
  chaos: ChaosData
  training: TrainingData
  code: CodeData
}
export type PictureName = keyof Pictures

/** What a computation is told and tells. */
export interface Work<T> {
  /** Share that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void
  /** What is there so far. */
  readonly onPartial?: (data: T) => void
  /** Gives the other side a turn, waits while paused, and throws when cancelled; called between steps of long work. */
  readonly turn: () => Promise<void>
}

/** Computes one picture; the same in a worker and in Node. */
export type Compute<T> = (state: LabState, work: Work<T>) => T | Promise<T>
