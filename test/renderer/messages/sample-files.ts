import type { MediaId } from '#contract'
import type { MediaOptions } from '#renderer/stores/media.ts'

/** Files of a test, by their ids, at addresses that this page can read; whatever else is asked for is not there. */
export function serveFiles(files: Readonly<Record<string, Blob>>): Pick<MediaOptions, 'addressesBelow'> {
  const urls = new Map(Object.entries(files).map(([id, blob]) => [id, URL.createObjectURL(blob)]))
  const nowhere = (mediaId: MediaId) => `${location.origin}/not-there/${mediaId}`
  return { addressesBelow: () => ({ file: (mediaId) => urls.get(mediaId) ?? nowhere(mediaId), preview: nowhere }) }
}

export async function pictureFile(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  // Noise, which no encoder makes small.
  for (let at = 0; at < 4_000; at += 1) {
    if (context === null) break
    context.fillStyle = `hsl(${(at * 47) % 360} 80% ${20 + (at % 60)}%)`
    context.fillRect((at * 131) % width, (at * 977) % height, width / 40, height / 40)
  }
  return canvas.convertToBlob({ type: 'image/png' })
}

/** Silence for a half, then a tone that grows. */
export function soundFile(seconds: number): Blob {
  const rate = 8_000
  const samples = rate * seconds
  const view = new DataView(new ArrayBuffer(44 + samples * 2))
  const write = (at: number, text: string) => Array.from(text).forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  write(0, 'RIFF')
  view.setUint32(4, 36 + samples * 2, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, samples * 2, true)
  for (let at = 0; at < samples; at += 1) {
    const loudness = Math.max(0, at / samples - 0.5) * 2
    view.setInt16(44 + at * 2, Math.round(Math.sin(at / 3) * loudness * 30_000), true)
  }
  return new Blob([view.buffer], { type: 'audio/wav' })
}

/** So many pages with a word each, and a script that a reader must not run. */
export function pdfFile(pages: number): Blob {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\("hacked"\\)) >> >>',
    `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, at) => `${4 + at * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...Array.from({ length: pages }, (_, at) => {
      const stream = `BT /F1 48 Tf 60 700 Td (Page ${at + 1}) Tj ET 60 400 300 80 re f`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ]
    }).flat(),
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((body, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const start = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return new Blob([text], { type: 'application/pdf' })
}

/** A second of a moving square, as the browser itself records it. */
export async function filmFile(): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 180
  const context = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
  recorder.start()
  for (let frame = 0; frame < 20; frame += 1) {
    if (context !== null) {
      context.fillStyle = `hsl(${frame * 18} 70% 50%)`
      context.fillRect(0, 0, 320, 180)
    }
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  recorder.stop()
  await stopped
  return new Blob(parts, { type: 'video/webm' })
}
