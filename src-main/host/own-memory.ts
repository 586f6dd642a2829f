/** The memory that holds these bytes and nothing else; null when there is none, as `Buffer` cuts what is small out of a common piece. */
export function ownMemoryOf({ buffer, byteLength }: Uint8Array): ArrayBuffer | null {
  return buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength ? buffer : null
}

/**
 * Gives the memory of bytes that nobody needs any more back at once; they are empty after it. The collector looks at memory outside of
 * its heap only after 64 MB of it, and a flood fills that in each heap within a second.
 */
export function releaseMemoryOf(bytes: Uint8Array): void {
  ownMemoryOf(bytes)?.transfer(0)
}
