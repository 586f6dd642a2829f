import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import type { MessageFile } from '#contract'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import styles from './viewer.module.css'
import { ZoomBar } from './zoom-bar.tsx'
import { FITTING, keepInside, zoomAt, zoomIn, zoomOut, type Zoom } from './zoom.ts'

/** Arrows move a large picture so far. */
const PAN_PX = 80
/** Of a wheel's turn to a factor: a notch of 100 makes a fifth. */
const WHEEL_FACTOR = 0.002

export type ViewProps = { file: MessageFile; stage: RefObject<HTMLElement | null>; name: string; onFail(): void }

/** A picture that is made larger by wheel and keys and moved by pointer and arrows. */
export function ImageView({ file, stage, name, onFail }: ViewProps) {
  const { t } = useLingui()
  const image = useRef<HTMLImageElement>(null)
  const address = useFiles((state) => state.addresses?.file(file.mediaId))
  const [zoom, setZoom] = useState<Zoom>(FITTING)
  const [dragFrom, setDragFrom] = useState<{ pointer: { x: number; y: number }; zoom: Zoom } | null>(null)
  const isLarge = zoom.scale > 1

  function change(next: (zoom: Zoom) => Zoom): void {
    const [picture, place] = [image.current, stage.current]
    if (picture === null || place === null) return
    const size = { width: picture.offsetWidth, height: picture.offsetHeight }
    setZoom((current) => keepInside(next(current), size, { width: place.clientWidth, height: place.clientHeight }))
  }

  const changeLater = useRef(change)
  useEffect(() => {
    changeLater.current = change
  })
  useEffect(() => {
    const place = stage.current
    if (place === null) return
    // React listens to wheels passively, and this one must not scroll anything.
    function onWheel(event: WheelEvent) {
      event.preventDefault()
      const box = place?.getBoundingClientRect()
      if (box === undefined) return
      const point = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
      changeLater.current((current) => zoomAt(current, Math.exp(-event.deltaY * WHEEL_FACTOR), point))
    }
    place.addEventListener('wheel', onWheel, { passive: false })
    return () => place.removeEventListener('wheel', onWheel)
  }, [stage])

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const pan = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (event.key === '+' || event.key === '=') change(zoomIn)
    else if (event.key === '-') change(zoomOut)
    else if (event.key === '0') change(() => FITTING)
    else if (pan !== undefined && isLarge)
      change((current) => ({ ...current, x: current.x + (pan[0] ?? 0) * PAN_PX, y: current.y + (pan[1] ?? 0) * PAN_PX }))
    else return
    event.preventDefault()
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (!isLarge || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragFrom({ pointer: { x: event.clientX, y: event.clientY }, zoom })
  }

  function onPointerMove(event: PointerEvent) {
    if (dragFrom === null) return
    const { pointer, zoom: from } = dragFrom
    change((current) => ({ ...current, x: from.x + event.clientX - pointer.x, y: from.y + event.clientY - pointer.y }))
  }

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the buttons in the bar below work here, too */}
      <section
        ref={stage}
        className={styles.stage}
        aria-label={t`${name}; plus and minus change its size, 0 fits it in`}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- keys need a place
        data-large={isLarge || undefined}
        data-dragged={dragFrom !== null || undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => setDragFrom(null)}
        onPointerCancel={() => setDragFrom(null)}
        onDoubleClick={() => change((current) => (current.scale > 1 ? FITTING : zoomAt(current, 2)))}
      >
        {address !== undefined && (
          <img
            ref={image}
            className={styles.image}
            src={address}
            alt={name}
            draggable={false}
            onError={onFail}
            style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
          />
        )}
      </section>
      <ZoomBar scale={zoom.scale} onIn={() => change(zoomIn)} onOut={() => change(zoomOut)} onFit={() => change(() => FITTING)} />
    </>
  )
}
