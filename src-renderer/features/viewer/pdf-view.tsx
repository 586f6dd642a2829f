import { useLingui } from '@lingui/react/macro'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { OpenPdf } from '#renderer/media/pdf.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { Spinner } from '#renderer/ui/spinner.tsx'
import type { ViewProps } from './image-view.tsx'
import styles from './viewer.module.css'
import { BarButton, ZoomBar } from './zoom-bar.tsx'

const SCALES = [1, 1.5, 2, 3] as const
const MARGIN_PX = 32

/** A PDF page by page, drawn as a picture: nothing in it can be clicked, and nothing of it runs. */
export function PdfView({ file, stage, name, onFail }: ViewProps) {
  const { t } = useLingui()
  const fmt = useFmt()
  const pdf = usePdf(
    useFiles((state) => state.addresses?.file(file.mediaId)),
    onFail,
  )
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(0)
  const scale = SCALES[zoom] ?? 1
  const pages = pdf?.pages ?? 1
  const [current, all] = [fmt.number(page), fmt.number(pages)]

  const turn = (by: number) => setPage((at) => Math.min(pages, Math.max(1, at + by)))
  const resize = (by: number) => setZoom((at) => Math.min(SCALES.length - 1, Math.max(0, at + by)))

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'PageDown') turn(1)
    else if (event.key === 'PageUp') turn(-1)
    else if (event.key === 'Home') setPage(1)
    else if (event.key === 'End') setPage(pages)
    else if (event.key === '+' || event.key === '=') resize(1)
    else if (event.key === '-') resize(-1)
    else if (event.key === '0') setZoom(0)
    else return
    event.preventDefault()
  }

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the buttons in the bar below work here, too */}
      <section
        ref={stage}
        className={styles.stage}
        data-scrolls=""
        aria-label={t`${name}; Page Up and Page Down turn its pages`}
        tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        onKeyDown={onKeyDown}
      >
        {pdf === null ? (
          <Spinner />
        ) : (
          <PageView key={`${page} ${scale}`} pdf={pdf} page={page} scale={scale} stage={stage} onFail={onFail} />
        )}
      </section>
      <ZoomBar scale={scale} onIn={() => resize(1)} onOut={() => resize(-1)} onFit={() => setZoom(0)}>
        <BarButton label={t`Previous page`} icon={<ChevronUp />} isInert={page === 1} onClick={() => turn(-1)} />
        <output className={styles.percent}>{t`Page ${current} of ${all}`}</output>
        <BarButton label={t`Next page`} icon={<ChevronDown />} isInert={page === pages} onClick={() => turn(1)} />
      </ZoomBar>
    </>
  )
}

type PageProps = Pick<ViewProps, 'stage' | 'onFail'> & { pdf: OpenPdf; page: number; scale: number }

function PageView({ pdf, page, scale, stage, onFail }: PageProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    const [place, target] = [stage.current, canvas.current]
    if (place === null || target === null) return
    let isOver = false
    const [width, height] = [place.clientWidth - MARGIN_PX, place.clientHeight - MARGIN_PX]
    pdf.draw({ page, canvas: target, width: width * scale, height: height * scale, density: window.devicePixelRatio }).then(
      (drawn) => {
        if (!isOver) setSize(drawn)
      },
      () => {
        // Going on before it is drawn stops it, which is no failure.
        if (!isOver) onFail()
      },
    )
    return () => {
      isOver = true
    }
  }, [pdf, page, scale, stage, onFail])
  return (
    <canvas
      ref={canvas}
      className={styles.page}
      data-drawn={size !== null || undefined}
      style={size === null ? undefined : { inlineSize: `${size.width}px`, blockSize: `${size.height}px` }}
    />
  )
}

function usePdf(address: string | undefined, onFail: () => void): OpenPdf | null {
  const [pdf, setPdf] = useState<OpenPdf | null>(null)
  const fail = useRef(onFail)
  useEffect(() => {
    fail.current = onFail
  })
  useEffect(() => {
    if (address === undefined) return
    let isOver = false
    let opened: OpenPdf | null = null
    import('#renderer/media/pdf.ts')
      .then(({ openPdf }) => openPdf(address))
      .then(
        (loaded) => {
          opened = loaded
          if (isOver) loaded.close()
          else setPdf(loaded)
        },
        () => {
          if (!isOver) fail.current()
        },
      )
    return () => {
      isOver = true
      opened?.close()
    }
  }, [address])
  return pdf
}
