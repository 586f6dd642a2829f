import type { CSSProperties } from 'react'
import type { FileFacts } from '#contract'

const LARGEST_PX = { width: 320, height: 340 }
const SMALLEST_PX = 120
/** Of what has not come yet, or does not say how large it is. */
const UNKNOWN = { width: 280, height: 210 }

/**
 * The room that a picture or film takes in a thread, known before any of it is loaded: what arrives late moves nothing. It shrinks with the
 * window and keeps its shape; what would be very long or thin is cut at its edges.
 */
export function mediaBox(facts: Pick<FileFacts, 'width' | 'height'> | null): CSSProperties {
  const { width, height } = facts?.width && facts.height ? { width: facts.width, height: facts.height } : UNKNOWN
  const scale = Math.min(1, LARGEST_PX.width / width, LARGEST_PX.height / height)
  const box = { width: Math.max(SMALLEST_PX, Math.round(width * scale)), height: Math.max(SMALLEST_PX, Math.round(height * scale)) }
  return { inlineSize: `${box.width}px`, aspectRatio: `${box.width} / ${box.height}` }
}
