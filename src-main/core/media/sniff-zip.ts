import type { ByteSource } from './byte-source.ts'
import type { FileType } from './file-types.ts'

const END_BYTES = 22
const COMMENT_MAX_BYTES = 65_535
const DIRECTORY_MAX_BYTES = 1024 * 1024
const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

/** What a zip is, by the names in it: those of its directory, which programs go by, and of what lies at its start. */
export async function sniffZip(file: ByteSource): Promise<FileType> {
  const names = [...(await directoryNames(file)), ...(await firstNames(file))]
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/^AndroidManifest\.xml$/i)) return 'apk'
  if (has(/^(AppxManifest\.xml$|AppxMetadata\/|Payload\/[^/]+\.app\/|extension\.vsixmanifest$|META-INF\/mozilla\.rsa$)/i))
    return 'app-package'
  if (has(/(^|\/)(vbaProject\.bin$|macrosheets\/)|^xl\/workbook\.bin$/i)) return 'office-macros'
  if (has(/^\[Content_Types\]\.xml$/i)) {
    if (has(/^word\//i)) return 'docx'
    if (has(/^xl\//i)) return 'xlsx'
    if (has(/^ppt\//i)) return 'pptx'
  }
  if (has(/^META-INF\/MANIFEST\.MF$/i) || has(/\.class$/)) return 'jar'
  const named = await byMimeTypeEntry(file)
  if (named === null) return 'zip'
  return named !== 'epub' && has(/^(Basic|Scripts)\/[^/]+\//) ? 'office-macros' : named
}

/** OpenDocument and EPUB keep their type uncompressed in the first entry, for programs like this one. */
async function byMimeTypeEntry(file: ByteSource): Promise<FileType | null> {
  const head = await file.read(0, 256)
  if (head.length < 30 || head.toString('latin1', 30, 38) !== 'mimetype' || head.readUInt16LE(26) !== 8) return null
  const content = head.toString('latin1', 38 + head.readUInt16LE(28))
  for (const [start, type] of mimeTypeEntries) if (content.startsWith(start)) return type
  return null
}

const mimeTypeEntries = [
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
  ['application/epub+zip', 'epub'],
] as const satisfies readonly (readonly [string, FileType])[]

async function directoryNames(file: ByteSource): Promise<string[]> {
  const tailAt = Math.max(0, file.sizeBytes - END_BYTES - COMMENT_MAX_BYTES)
  const tail = await file.read(tailAt, END_BYTES + COMMENT_MAX_BYTES)
  const endAt = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  if (endAt === -1 || endAt + END_BYTES > tail.length || tail.readUInt32LE(endAt) !== END) return []
  const sizeBytes = tail.readUInt32LE(endAt + 12)
  // Counted from the end record, as programs do where something was put in front.
  const from = Math.max(0, tailAt + endAt - sizeBytes)
  const directory = await file.read(from, Math.min(sizeBytes, DIRECTORY_MAX_BYTES))
  const names: string[] = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const nameBytes = directory.readUInt16LE(at + 28)
    names.push(directory.toString('utf8', at + 46, at + 46 + nameBytes))
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return names
}

const FIRST_ENTRIES = 8

/** Without a directory, for a file cut short; and a directory may say other things than what lies there. */
async function firstNames(file: ByteSource): Promise<string[]> {
  const names: string[] = []
  for (let at = 0; names.length < FIRST_ENTRIES;) {
    const header = await file.read(at, 30 + 1024)
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL) break
    const nameBytes = header.readUInt16LE(26)
    names.push(header.toString('utf8', 30, 30 + nameBytes))
    at += 30 + nameBytes + header.readUInt16LE(28) + header.readUInt32LE(18)
  }
  return names
}
