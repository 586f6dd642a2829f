import { useEffect, useRef, useState, type RefObject } from 'react'
import type { MediaKind, MessageFile } from '#contract'
import type { MadeHere } from '#renderer/stores/media.ts'
import { useFiles } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'

/** What is made for a file is made before the reader gets there. */
const NEAR = '400px 0px'

type Preview = {
  /** To be put on what stands for the file: it is asked for only while that is on the screen. */
  ref: RefObject<HTMLDivElement | null>
  url: string | null
  made: MadeHere | undefined
  /** There is none, and there will be none. */
  isFailed: boolean
  onError(): void
}

/** The small picture of a file: the core's, or made here when the core has none yet. */
export function usePreview(file: MessageFile, kind: MediaKind): Preview {
  const { media } = useStores()
  const ref = useRef<HTMLDivElement>(null)
  const made = useFiles((state) => state.made.get(file.mediaId))
  const kept = useFiles((state) => (file.facts?.hasPreview === true ? state.addresses?.preview(file.mediaId) : undefined))
  const [broken, setBroken] = useState<string | null>(null)
  const madeUrl = made?.state === 'made' ? made.previewUrl : null
  // What was made here stays on the screen when the core has it, too: another address would flicker.
  const url = madeUrl ?? kept ?? null

  useEffect(() => {
    const element = ref.current
    if (element === null) return
    let dontWant = () => {}
    const observer = new IntersectionObserver(
      (entries) => {
        dontWant()
        dontWant = entries.at(-1)?.isIntersecting === true ? media.getState().want(file, kind) : () => {}
      },
      { rootMargin: NEAR },
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      dontWant()
    }
  }, [media, file, kind])

  return {
    ref,
    url: url === broken ? null : url,
    made,
    isFailed: made?.state === 'failed' || (url !== null && url === broken),
    onError() {
      setBroken(url)
      media.getState().doubtAddresses()
    },
  }
}
