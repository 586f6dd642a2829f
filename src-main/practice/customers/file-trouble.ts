import { crc32 } from 'node:zlib'
import { recordedVideo, takenPhoto } from '../made/recorded.ts'
import type { FileKind } from './mouth.ts'
import type { FileToSend } from './pieces/piece.ts'
import { folded } from './understand.ts'

const GIGABYTE = 1024 ** 3
const photo = (): FileToSend => ({ content: takenPhoto(), mimeType: 'image/jpeg', more: { caption: 'de propósito 😈' } })

/** The file with something wrong that a shop asks for by writing of it, or null. */
export function readFileTrouble(text: string): { kind: FileKind; file: FileToSend } | null {
  const plain = folded(text)
  const make = FILES.find(([pattern]) => pattern.test(plain))?.[1]
  return make === undefined ? null : make()
}

const FILES: readonly (readonly [RegExp, () => { kind: FileKind; file: FileToSend }])[] = [
  [/\bhash errado\b/, () => ({ kind: 'image', file: { ...photo(), trouble: { hasWrongHash: true } } })],
  [/\btamanho errado\b/, () => ({ kind: 'image', file: { ...photo(), trouble: { toldSizeBytes: 100 } } })],
  [/\boutro endereco\b/, () => ({ kind: 'image', file: { ...photo(), trouble: { redirectTo: 'https://elsewhere.example/file' } } })],
  [/\btipo falso\b/, () => ({ kind: 'image', file: { content: Buffer.from('<script>alert(1)</script>'), mimeType: 'image/png' } })],
  [/\bimagem gigante\b/, () => ({ kind: 'image', file: { content: hugePng(60_000), mimeType: 'image/png' } })],
  [
    /\barquivo enorme\b/,
    () => ({ kind: 'document', file: { content: { sizeBytes: GIGABYTE }, mimeType: 'application/zip', more: { filename: 'enorme.zip' } } }),
  ],
  [/\bsem fim\b/, () => ({ kind: 'video', file: { content: recordedVideo(), mimeType: 'video/mp4', trouble: { isEndless: true } } })],
  [/\bdevagar\b/, () => ({ kind: 'video', file: { content: recordedVideo(), mimeType: 'video/mp4', trouble: { bytesPerSecond: 500 } } })],
  [/\bpela metade do arquivo\b|\bcortado\b/, () => ({ kind: 'image', file: { ...photo(), trouble: { cutAfterBytes: 1_000, times: 1 } } })],
  [/\bsumiu\b/, () => ({ kind: 'image', file: { ...photo(), trouble: { isGone: true } } })],
]

/** A picture that tells of more pixels than a computer has memory for, in fewer than a hundred bytes. */
function hugePng(side: number): Buffer {
  const header = Buffer.alloc(17)
  header.write('IHDR', 0, 'latin1')
  header.writeUInt32BE(side, 4)
  header.writeUInt32BE(side, 8)
  header.set([8, 2, 0, 0, 0], 12)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(header))
  const length = Buffer.from([0, 0, 0, 13])
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), length, header, sum])
}
