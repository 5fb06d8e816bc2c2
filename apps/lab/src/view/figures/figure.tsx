import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { PictureName, Pictures } from '../../pictures/picture.ts'
import type { LabState } from '../../state/state.ts'
import { ExportButtons } from '../export/buttons.tsx'
import type { Snapshot } from '../runner.ts'
import { DataTable } from './data-table.tsx'
import type { Drawing, FigureProps, PictureView, Shown } from './picture-view.ts'
import { Sentence } from './sentence.tsx'
import { useSight, useSize, useSnapshot } from './use-figure.ts'
import { Work } from './work.tsx'

/** The figure of a picture. */
export function figure<N extends PictureName>(view: PictureView<N>): Shown {
  return { name: view.name, plan: view.plan, Shown: (props) => <Figure view={view} {...props} /> }
}

interface FigureOf<N extends PictureName> extends FigureProps {
  readonly view: PictureView<N>
}

/** A picture with its heading, its sentence, its formula, its numbers and its files; its place is kept from the beginning. */
function Figure<N extends PictureName>({ view, runner, onChange }: FigureOf<N>): JSX.Element {
  const { name, title, caption, isWide, height } = view
  const element = useRef<HTMLElement>(null)
  const isNear = useSight(element, (sight) => runner.setSight(name, sight))
  const snapshot = useSnapshot(runner, name)
  const drawing = useDrawing(view, isNear)
  const [plot, width] = useSize()
  const { data, state } = snapshot
  const svg = drawing?.svg
  const picture = useMemo(
    () => (data && state && svg && width > 0 ? drawn(svg, data, width, state) : undefined),
    [data, state, svg, width],
  )
  usePictureEvent(
    element,
    name,
    snapshot,
    drawing !== undefined && (svg === undefined || picture !== undefined),
  )
  const Extra = drawing?.Extra
  return (
    <figure
      id={name}
      ref={element}
      class={isWide ? 'wide' : ''}
      aria-labelledby={`${name}-title`}
      aria-busy={snapshot.work === 'running'}
    >
      <header>
        <h2 id={`${name}-title`}>{title}</h2>
        {height(width) > 0 && <ExportButtons name={name} svg={picture} />}
      </header>
      <div class="body">
        <div
          class="plot"
          ref={plot}
          style={{ height: `${height(width)}px` }}
          data-stale={snapshot.work === 'running' && snapshot.isOld}
        >
          <Svg svg={picture} />
        </div>
        <div class="extra">
          {Extra && data && state && (
            <Extra data={data} state={state} picture={picture} onChange={onChange} />
          )}
        </div>
      </div>
      <Work view={view} snapshot={snapshot} runner={runner} />
      <figcaption>
        <Sentence name={name} data={data} state={state} error={snapshot.error} />
        <p class="formula">{caption}</p>
      </figcaption>
      {height(width) > 0 && <DataTable title={title} table={svg && data && (() => svg.table(data))} />}
    </figure>
  )
}

function drawn<N extends PictureName>(
  { draw, describe }: NonNullable<Drawing<N>['svg']>,
  data: Pictures[N],
  width: number,
  state: LabState,
): SVGSVGElement {
  const svg = draw(data, width, state)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', describe(data, state))
  return svg
}

/** Drawing code, once the figure has been near. */
function useDrawing<N extends PictureName>(view: PictureView<N>, isNear: boolean): Drawing<N> | undefined {
  const [drawing, setDrawing] = useState<Drawing<N>>()
  useEffect(() => {
    if (isNear && drawing === undefined) void view.load().then((loaded) => setDrawing(() => loaded))
  }, [isNear, view, drawing])
  return drawing
}

/** Tells whoever embeds the page, and tests, of a picture that has been drawn, with its numbers so far. */
function usePictureEvent(
  figure: { current: HTMLElement | null },
  name: PictureName,
  { data, state, work, isOld }: Snapshot,
  isDrawn: boolean,
): void {
  const isComplete = work === 'none'
  useEffect(() => {
    if (data === undefined || !isDrawn || isOld) return
    figure.current?.dispatchEvent(
      new CustomEvent('picture', { bubbles: true, detail: { name, data, state, isComplete } }),
    )
  }, [data, isDrawn, isOld, isComplete])
}

/** A place for an SVG that was drawn elsewhere. */
function Svg({ svg }: { readonly svg: SVGSVGElement | undefined }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => place.current?.replaceChildren(...(svg ? [svg] : [])), [svg])
  return <div ref={place} />
}
