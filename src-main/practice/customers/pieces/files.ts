import { DOCX, writeDocx, writeXlsx, XLSX } from '#practice/made/office.ts'
import { printPdf } from '#practice/made/pdf.ts'
import { paintPicture } from '#practice/made/pictures.ts'
import type { PictureName } from '#practice/made/pictures.ts'
import { recordedSong, recordedVideo, takenPhoto } from '#practice/made/recorded.ts'
import { cutAnimatedSticker, cutSticker } from '#practice/made/stickers.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import { packZip } from '#practice/made/zip.ts'
import type { FileToSend, Piece } from './piece.ts'

const image =
  (content: () => Buffer, mimeType: string, caption?: string): Piece =>
  ({ say, attach }) => [
    say({ type: 'image', image: attach({ content: content(), mimeType, ...(caption !== undefined && { more: { caption } }) }) }),
  ]

const document =
  (filename: string, mimeType: string, content: () => Buffer, caption?: string): Piece =>
  ({ say, attach }) => {
    const file: FileToSend = { content: content(), mimeType, more: { filename, ...(caption !== undefined && { caption }) } }
    return [say({ type: 'document', document: attach(file) })]
  }

const painted = (name: PictureName, caption?: string): Piece => image(() => paintPicture(name), 'image/png', caption)

/** Several pictures in a row, as phones send an album. */
const album: Piece = (tools) => [
  ...painted('cake')(tools),
  ...painted('basket')(tools),
  ...painted('flowers')(tools),
  ...painted('gift', 'qual vocês acham mais bonito?')(tools),
]

export const FILE_PIECES = {
  photo: image(takenPhoto, 'image/jpeg', 'as canecas que eu quero'),
  album,
  video: ({ say, attach }) => [
    say({ type: 'video', video: attach({ content: recordedVideo(), mimeType: 'video/mp4', more: { caption: 'olha como ficou' } }) }),
  ],
  song: ({ say, attach }) => [
    say({ type: 'audio', audio: attach({ content: recordedSong(), mimeType: 'audio/mpeg', more: { voice: false } }) }),
  ],
  'voice-note': ({ say, attach }) => [
    say({
      type: 'audio',
      audio: attach({ content: recordVoiceNote(23, 'low'), mimeType: 'audio/ogg; codecs=opus', more: { voice: true } }),
    }),
  ],
  pdf: document('Orcamento.pdf', 'application/pdf', () =>
    printPdf(
      'Orcamento',
      ['Cestas para o fim de ano (treino)', '12 cestas pequenas', '3 cestas grandes'],
      ['Entrega', 'Rua do Escritorio, 10, sala 4', 'Ate o dia 18, das 8h as 12h'],
      ['Pagamento', 'Pix, 50% na reserva', 'Nota para o escritorio'],
    ),
  ),
  'text-file': document('lista.txt', 'text/plain', () => Buffer.from('2 pães\n1 broa\ncafé moído\n', 'utf8')),
  'word-file': document('convite.docx', DOCX, () => writeDocx(['Convite', 'Aniversário da Helena, sábado às 16h.']), 'o texto do cartão'),
  spreadsheet: document('pedido.xlsx', XLSX, () =>
    writeXlsx([
      ['Item', 'Quantidade', 'Preço'],
      ['Cesta de café', 3, 189.9],
      ['Broa de fubá', 12, 7.5],
    ]),
  ),
  archive: document('fotos.zip', 'application/zip', () =>
    packZip([
      { name: 'fotos/canecas.jpg', content: takenPhoto() },
      { name: 'leia-me.txt', content: 'As fotos do pedido.' },
    ]),
  ),
  sticker: ({ say, attach }) => [
    say({ type: 'sticker', sticker: attach({ content: cutSticker('smile'), mimeType: 'image/webp', more: { animated: false } }) }),
  ],
  'moving-sticker': ({ say, attach }) => [
    say({ type: 'sticker', sticker: attach({ content: cutAnimatedSticker(), mimeType: 'image/webp', more: { animated: true } }) }),
  ],
} satisfies Record<string, Piece>
