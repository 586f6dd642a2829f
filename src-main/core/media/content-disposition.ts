/** For saving under this name (RFC 6266), whatever is in it: once in plain letters, and once as it is (RFC 8187). */
export function attachmentHeader(fileName: string): string {
  const plain = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.!#$&+^`|~ -]/gu, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(fileName)}`
}

/** `encodeURIComponent`, and what it leaves as it is though a header may not have it there. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
