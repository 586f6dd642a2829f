import type { ByteSource } from './byte-source.ts'
import type { FileType } from './file-types.ts'

/** At most so many sectors of the directory are looked at; a text has one or two of them. */
const SECTORS_MAX = 64
const ENTRY_BYTES = 128
const END_OF_CHAIN = 0xfffffffa

/** The containers of the old Office and of Windows installers ([MS-CFB]), by the names of the streams in them. */
export async function sniffOle(file: ByteSource, head: Buffer): Promise<FileType> {
  if (head.length < 512) return 'ole-other'
  const names = await streamNames(file, head)
  const has = (...wanted: readonly string[]) => wanted.some((name) => names.includes(name))
  if (has('_VBA_PROJECT_CUR', '_VBA_PROJECT', 'Macros', 'VBA')) return 'office-macros'
  if (has('WordDocument')) return 'doc'
  if (has('Workbook', 'Book')) return 'xls'
  if (has('PowerPoint Document')) return 'ppt'
  if (has('EncryptedPackage')) return 'office-locked'
  if (has('__properties_version1.0')) return 'msg'
  // Names of an installer's tables are packed into characters of their own.
  if (names.some((name) => /^[\u4840\u3800-\u4840]/.test(name))) return 'msi'
  return 'ole-other'
}

async function streamNames(file: ByteSource, head: Buffer): Promise<string[]> {
  const sectorBytes = head.readUInt16LE(30) === 12 ? 4096 : 512
  const names: string[] = []
  let sector = head.readUInt32LE(48)
  for (let count = 0; count < SECTORS_MAX && sector < END_OF_CHAIN; count += 1) {
    const bytes = await file.read((sector + 1) * sectorBytes, sectorBytes)
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const nameBytes = Math.min(bytes.readUInt16LE(at + 64), 64)
      if (nameBytes >= 2) names.push(bytes.toString('utf16le', at, at + nameBytes - 2))
    }
    sector = await nextSector(file, { head, sector, sectorBytes })
  }
  return names
}

/** Of the table of chains, the first 109 sectors are named in the header: enough for directories within the first 7 MB. */
async function nextSector(
  file: ByteSource,
  { head, sector, sectorBytes }: { head: Buffer; sector: number; sectorBytes: number },
): Promise<number> {
  const perSector = sectorBytes / 4
  const place = Math.floor(sector / perSector)
  if (place >= 109) return END_OF_CHAIN
  const tableSector = head.readUInt32LE(76 + 4 * place)
  if (tableSector >= END_OF_CHAIN) return END_OF_CHAIN
  const next = await file.read((tableSector + 1) * sectorBytes + 4 * (sector % perSector), 4)
  return next.length < 4 ? END_OF_CHAIN : next.readUInt32LE(0)
}
