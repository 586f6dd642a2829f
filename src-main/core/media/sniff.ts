import type { FileClass } from '#contract'
import { limitSource, type ByteSource } from './byte-source.ts'
import { fileTypes, type FileType } from './file-types.ts'
import { mpegAudioOf } from './mpeg-audio.ts'
import { findSignature } from './signatures.ts'
import { sniffOle } from './sniff-ole.ts'
import { decodeText, sniffText } from './sniff-text.ts'
import { sniffZip } from './sniff-zip.ts'

export type Sniffed = { readonly type: FileType; readonly fileClass: FileClass; readonly mimeType: string }

const HEAD_BYTES = 64 * 1024

/**
 * What a file really is, by its own bytes; its name and what the sender says of it are never asked. Reads little, and never throws because of
 * what it reads. Where a file can pass for several things, the dangerous one counts.
 */
export async function sniff(file: ByteSource): Promise<Sniffed> {
  const type = await typeOf(limitSource(file))
  const { fileClass, mimeType } = fileTypes[type]
  return { type, fileClass, mimeType }
}

async function typeOf(file: ByteSource): Promise<FileType> {
  if (file.sizeBytes === 0) return 'empty'
  const head = await file.read(0, HEAD_BYTES)
  // Disk images leave their start to whoever likes to put something there.
  if (await isIso(file)) return 'iso'
  if (await endsWith(file, { text: 'koly', beforeEnd: 512 })) return 'dmg'
  if (await endsWith(file, { text: 'conectix', beforeEnd: 512 })) return 'disk-image'
  const text = decodeText(head, { isWhole: head.length === file.sizeBytes })
  return (
    findSignature(head, { isText: text !== null }) ??
    isoMediaOf(head) ??
    matroskaOf(head) ??
    oggOf(head) ??
    (isZip(head) ? await sniffZip(file) : null) ??
    (isOle(head) ? await sniffOle(file, head) : null) ??
    mpegAudioOf(head) ??
    (isTransportStream(head) ? 'mpeg' : null) ??
    // Readers look for it within the first kilobyte.
    (head.subarray(0, 1024).includes('%PDF-') ? 'pdf' : null) ??
    (text === null ? 'unknown' : sniffText(text))
  )
}

const SECTOR_BYTES = 2048
const FIRST_DESCRIPTOR = 16
/** The first descriptors of a volume: ISO 9660, UDF, and those with both. */
const DESCRIPTORS = ['CD001', 'BEA01', 'NSR02', 'NSR03']

async function isIso(file: ByteSource): Promise<boolean> {
  for (let sector = FIRST_DESCRIPTOR; sector < FIRST_DESCRIPTOR + 3; sector += 1) {
    const name = await file.read(sector * SECTOR_BYTES + 1, 5)
    if (DESCRIPTORS.includes(name.toString('latin1'))) return true
  }
  return false
}

async function endsWith(file: ByteSource, { text, beforeEnd }: { text: string; beforeEnd: number }): Promise<boolean> {
  return (await file.read(file.sizeBytes - beforeEnd, text.length)).toString('latin1') === text
}

/** MP4 and its relatives (ISO 14496-12): the major brand says which, and the compatible ones where that is a general one. */
function isoMediaOf(head: Buffer): FileType | null {
  const box = head.toString('latin1', 4, 8)
  // QuickTime files of before there were brands.
  if (['moov', 'mdat', 'wide', 'pnot'].includes(box)) return 'mov'
  if (box !== 'ftyp') return null
  const size = Math.min(head.readUInt32BE(0), 256)
  const brands = [head.toString('latin1', 8, 12)]
  for (let at = 16; at + 4 <= size && at + 4 <= head.length; at += 4) brands.push(head.toString('latin1', at, at + 4))
  const major = brands[0] ?? ''
  if (/^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(major)) return brands.includes('avif') ? 'avif' : 'heic'
  if (/^avi[fs]$/.test(major)) return 'avif'
  if (/^(M4A |M4B |M4P |F4A )$/.test(major)) return 'm4a'
  if (major.startsWith('3g')) return '3gp'
  return major === 'qt  ' ? 'mov' : 'mp4'
}

function matroskaOf(head: Buffer): FileType | null {
  if (head.length < 8 || head.readUInt32BE(0) !== 0x1a45dfa3) return null
  return head.subarray(0, 128).includes('webm') ? 'webm' : 'mkv'
}

/** Of an Ogg stream the first page has the first packet, which names the codec (RFC 3533, 5334). */
function oggOf(head: Buffer): FileType | null {
  if (head.toString('latin1', 0, 4) !== 'OggS') return null
  const packet = head.subarray(27 + (head[26] ?? 0))
  const starts = (text: string) => packet.subarray(0, text.length).toString('latin1') === text
  // Another stream may begin beside it: a film with sound.
  const isAlone = head.indexOf('OggS', 4) === -1 || head[head.indexOf('OggS', 4) + 5] !== 2
  if (!isAlone) return 'ogg-other'
  if (starts('OpusHead')) return 'ogg-opus'
  return starts('\u0001vorbis') || starts('\u007fFLAC') || starts('Speex   ') ? 'ogg-audio' : 'ogg-other'
}

function isZip(head: Buffer): boolean {
  return head.toString('latin1', 0, 2) === 'PK' && [0x0403, 0x0605, 0x0807].includes(head.length < 4 ? 0 : head.readUInt16LE(2))
}

function isOle(head: Buffer): boolean {
  return head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1'
}

function isTransportStream(head: Buffer): boolean {
  return head.length > 377 && [0, 188, 376].every((at) => head[at] === 0x47)
}
