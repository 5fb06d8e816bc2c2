import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PictureName } from '../../pictures/picture.ts'
import type { Runner, Snapshot } from '../runner.ts'

/** The present snapshot of a picture; renders again with each new one. */
export function useSnapshot<N extends PictureName>(runner: Runner, name: N): Snapshot<N> {
  const [snapshot, setSnapshot] = useState(runner.snapshot(name))
  useEffect(() => {
    setSnapshot(runner.snapshot(name))
    return runner.subscribe(name, () => setSnapshot(runner.snapshot(name)))
  }, [runner, name])
  return snapshot
}

/** Whether an element is or was near the window; `onChange` hears each time it comes or goes. */
export function useVisible(
  element: RefObject<HTMLElement | null>,
  onChange: (isVisible: boolean) => void,
): boolean {
  const [wasNear, setWasNear] = useState(false)
  useEffect(() => {
    if (element.current === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        const isVisible = entries.at(-1)?.isIntersecting ?? false
        if (isVisible) setWasNear(true)
        onChange(isVisible)
      },
      { rootMargin: '200px' },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return wasNear
}

/** An element's width in whole pixels, 0 before it is there. */
export function useSize(): [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (element.current === null) return
    const measure = () => setWidth(Math.floor(element.current?.clientWidth ?? 0))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return [element, width]
}
