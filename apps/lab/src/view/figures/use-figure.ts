import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PictureName } from '../../pictures/picture.ts'
import type { Runner, Sight, Snapshot } from '../runner.ts'

/** The present snapshot of a picture; renders again with each new one. */
export function useSnapshot<N extends PictureName>(runner: Runner, name: N): Snapshot<N> {
  const [snapshot, setSnapshot] = useState(runner.snapshot(name))
  useEffect(() => {
    setSnapshot(runner.snapshot(name))
    return runner.subscribe(name, () => setSnapshot(runner.snapshot(name)))
  }, [runner, name])
  return snapshot
}

/** How far around the window is near it. */
const NEAR = 200

/** Whether an element is or was near the window; `onChange` hears where it is each time it comes or goes. */
export function useSight(element: RefObject<HTMLElement | null>, onChange: (sight: Sight) => void): boolean {
  const [wasNear, setWasNear] = useState(false)
  useEffect(() => {
    if (element.current === null) return
    const is = { near: false, in: false }
    const watch = (zone: 'near' | 'in', rootMargin: string): IntersectionObserver => {
      const observer = new IntersectionObserver(
        (entries) => {
          is[zone] = entries.at(-1)?.isIntersecting ?? false
          if (is.near) setWasNear(true)
          onChange(is.in ? 'in' : is.near ? 'near' : 'far')
        },
        { rootMargin },
      )
      if (element.current) observer.observe(element.current)
      return observer
    }
    const observers = [watch('in', '0px'), watch('near', `${NEAR}px`)]
    return () => {
      for (const observer of observers) observer.disconnect()
    }
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
