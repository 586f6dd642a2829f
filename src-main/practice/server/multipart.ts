export type Part = { readonly name: string; readonly fileName: string | null; readonly mimeType: string | null; readonly bytes: Buffer }

/** The parts of a multipart/form-data body (RFC 7578), or null when it is not one. */
export function readMultipart(contentType: string, bytes: Buffer): readonly Part[] | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return null
  const mark = Buffer.from('--' + boundary, 'latin1')
  const parts: Part[] = []
  let start = bytes.indexOf(mark)
  while (start !== -1) {
    const from = start + mark.length
    const next = bytes.indexOf(mark, from)
    if (next === -1) break
    const part = readPart(bytes.subarray(from + 2, next - 2))
    if (part !== null) parts.push(part)
    start = next
  }
  return parts
}

function readPart(bytes: Buffer): Part | null {
  const split = bytes.indexOf('\r\n\r\n')
  if (split === -1) return null
  const head = bytes.subarray(0, split).toString('utf8')
  const name = /name="([^"]*)"/i.exec(head)?.[1]
  if (name === undefined) return null
  return {
    name,
    fileName: /filename="([^"]*)"/i.exec(head)?.[1] ?? null,
    mimeType: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim() ?? null,
    bytes: bytes.subarray(split + 4),
  }
}
