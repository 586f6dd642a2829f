import type { FileFacts } from '#contract'
import type { ByteSource } from './byte-source.ts'
import { readFacts } from './facts.ts'
import { sniff } from './sniff.ts'

/** What is kept of a file: with what is asked only before it is sent. */
export type KeptFacts = FileFacts & { readonly codecs: readonly string[]; readonly channels: number | null }

/** By its own bytes, none of which is decoded. A picture that must not be decoded is no longer one to be shown. */
export async function inspect(file: ByteSource): Promise<KeptFacts> {
  const { type, fileClass, mimeType } = await sniff(file)
  const { width, height, durationMs, isAnimated, codecs, channels, isTooLarge } = await readFacts(file, type)
  return {
    sizeBytes: file.sizeBytes,
    type,
    mimeType,
    fileClass: isTooLarge ? 'save-only' : fileClass,
    width,
    height,
    durationMs,
    isAnimated,
    codecs,
    channels,
    pages: null,
    peaks: null,
    hasPreview: false,
  }
}
