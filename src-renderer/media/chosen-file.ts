/** What a file that somebody chose really is, by its first bytes: its name and what the browser makes of it may be wrong. */
export type ChosenType =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'avif'
  | 'heic'
  | 'mp4'
  | '3gp'
  | 'mov'
  | 'webm'
  | 'avi'
  | 'm4a'
  | 'aac'
  | 'mp3'
  | 'amr'
  | 'ogg'
  | 'wav'
  | 'flac'
  | 'other'

export type ChosenFile = {
  name: string
  sizeBytes: number
  type: ChosenType
  /** Of a film or a recording, as far as they could be read. */
  codecs: { video: string | null; audio: string | null; channels: number | null } | null
}

const HEAD_BYTES = 64

export async function readChosenFile(file: File): Promise<ChosenFile> {
  const type = typeOfHead(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
  const codecs = ['mp4', '3gp', 'mov', 'webm', 'm4a', 'ogg'].includes(type) ? await readCodecs(file) : null
  return { name: file.name, sizeBytes: file.size, type, codecs }
}

export function typeOfHead(head: Uint8Array): ChosenType {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
  const starts = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte)
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'png'
  if (text(0, 4) === 'GIF8') return 'gif'
  if (text(0, 4) === 'RIFF') return riffType(text(8, 12))
  if (text(0, 2) === 'BM') return 'bmp'
  if (starts(0x49, 0x49, 0x2a, 0) || starts(0x4d, 0x4d, 0, 0x2a)) return 'tiff'
  if (text(4, 8) === 'ftyp') return brandType(text(8, 12))
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return 'webm'
  if (text(0, 4) === 'OggS') return 'ogg'
  if (text(0, 4) === 'fLaC') return 'flac'
  if (text(0, 5) === '#!AMR') return 'amr'
  if (text(0, 3) === 'ID3') return 'mp3'
  const second = head[1] ?? 0
  // Eleven bits of one: MPEG audio, of which layer 0 is AAC in its own wrapping.
  if (head[0] === 0xff && (second & 0xe0) === 0xe0) return (second & 0x06) === 0 ? 'aac' : 'mp3'
  return 'other'
}

function riffType(form: string): ChosenType {
  if (form === 'WEBP') return 'webp'
  if (form === 'WAVE') return 'wav'
  return form === 'AVI ' ? 'avi' : 'other'
}

function brandType(brand: string): ChosenType {
  if (/^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand)) return 'heic'
  if (brand.startsWith('avi')) return 'avif'
  if (brand.startsWith('3g')) return '3gp'
  if (brand === 'M4A ' || brand === 'M4B ') return 'm4a'
  return brand === 'qt  ' ? 'mov' : 'mp4'
}

/** Loaded only when there is a film or a recording. Null where the file cannot be read: then WhatsApp has the last word. */
async function readCodecs(file: File): Promise<ChosenFile['codecs']> {
  const { ALL_FORMATS, BlobSource, Input } = await import('mediabunny')
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) })
  try {
    const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()])
    return {
      video: video === null ? null : ((await video.getCodec()) ?? 'unknown'),
      audio: audio === null ? null : ((await audio.getCodec()) ?? 'unknown'),
      channels: audio === null ? null : await audio.getNumberOfChannels(),
    }
  } catch {
    // Broken, or of a kind that is not known here; it can still go as a document.
    return null
  } finally {
    input.dispose()
  }
}
