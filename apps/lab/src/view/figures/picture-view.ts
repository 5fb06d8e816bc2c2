import type { ComponentChildren, ComponentType } from 'preact'
import type { PictureName, Pictures } from '../../pictures/picture.ts'
import type { LabState } from '../../state/state.ts'
import type { Plan, Runner } from '../runner.ts'

/** A picture's numbers as a table. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** What a figure's drawing needs; loaded when its figure comes into sight. */
export interface Drawing<N extends PictureName> {
  /** The picture in a given width, its numbers, and what a person who cannot see it reads instead; left out by text alone. */
  readonly svg?: {
    readonly draw: (data: Pictures[N], width: number, state: LabState) => SVGSVGElement
    readonly table: (data: Pictures[N]) => Table
    readonly describe: (data: Pictures[N], state: LabState) => string
  }
  /** What stands below the picture. */
  readonly Extra?: ComponentType<ExtraProps<N>>
}

/** What a figure's own controls get. */
export interface ExtraProps<N extends PictureName> {
  readonly data: Pictures[N]
  readonly state: LabState
  /** Undefined where there is none. */
  readonly picture: SVGSVGElement | undefined
  /** Makes a new state, as the controls do. */
  readonly onChange: (change: Partial<LabState>) => void
}

/** A figure before its numbers are there: what it is called, how it is computed, and the place that it takes. */
export interface PictureView<N extends PictureName = PictureName> {
  readonly name: N
  readonly title: string
  readonly caption: ComponentChildren
  readonly plan: Plan
  readonly isWide: boolean
  /** Height of the picture where the figure is `width` wide. */
  readonly height: (width: number) => number
  readonly load: () => Promise<Drawing<N>>
}

/** What a figure gets from the page. */
export interface FigureProps {
  readonly runner: Runner
  /** Makes a new state, as the controls do. */
  readonly onChange: (change: Partial<LabState>) => void
}

/** A figure of whatever picture. */
export interface Shown {
  readonly name: PictureName
  readonly plan: Plan
  readonly Shown: ComponentType<FigureProps>
}
