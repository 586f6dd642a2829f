import type { MediaOptions } from '#renderer/stores/media.ts'

/** Pictures for messages of the gallery, drawn here: always the same, and from nowhere else. */
const scenes: Readonly<Record<string, string>> = {
  tap: scene(
    1200,
    900,
    '#dfe6e4',
    '<rect y="620" width="1200" height="280" fill="#b9c7c3"/><path d="M520 640V330a90 90 0 0 1 180 0v60" fill="none" stroke="#6f7d86" stroke-width="54"/><circle cx="700" cy="520" r="26" fill="#57a0c8"/><circle cx="700" cy="590" r="16" fill="#57a0c8"/><rect x="440" y="620" width="220" height="40" rx="20" fill="#55636b"/>',
  ),
  cake: scene(
    900,
    1200,
    '#f3e2d6',
    '<ellipse cx="450" cy="900" rx="340" ry="70" fill="#d3b8a4"/><rect x="170" y="600" width="560" height="270" rx="40" fill="#8c5a46"/><path d="M170 640c70 90 120-20 190 60s120-30 190 40 120-40 180-60v-60a40 40 0 0 0-40-40H210a40 40 0 0 0-40 40z" fill="#fbf3ea"/><rect x="430" y="420" width="40" height="140" fill="#a693ea"/><path d="M450 330c40 50 20 80 0 90-20-10-40-40 0-90z" fill="#eec066"/>',
  ),
  plant: scene(
    1000,
    1000,
    '#e7e3f8',
    '<path d="M500 650C380 520 330 380 380 220c110 80 150 210 130 420C540 460 610 330 740 290c10 170-80 290-230 370z" fill="#5f8f6d"/><path d="M350 640h300l-40 240H390z" fill="#b8694c"/>',
  ),
  street: scene(
    1600,
    700,
    '#f4d9b8',
    '<circle cx="1250" cy="230" r="110" fill="#f0b45c"/><path d="M0 520l260-190 240 150 300-240 330 260 470-180v380H0z" fill="#8a76b8"/><path d="M0 600h1600v100H0z" fill="#54467c"/>',
  ),
  receipt: scene(
    700,
    1000,
    '#ffffff',
    '<g fill="#1f1e28"><rect x="70" y="80" width="300" height="36"/><rect x="70" y="170" width="560" height="10" opacity=".25"/><rect x="70" y="230" width="420" height="18" opacity=".6"/><rect x="70" y="280" width="500" height="18" opacity=".6"/><rect x="70" y="330" width="360" height="18" opacity=".6"/><rect x="70" y="440" width="560" height="10" opacity=".25"/><rect x="400" y="490" width="230" height="34"/><rect x="70" y="620" width="180" height="180" opacity=".85"/></g>',
  ),
  sticker:
    '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><circle cx="256" cy="256" r="210" fill="#a693ea" stroke="#fff" stroke-width="22"/><circle cx="185" cy="215" r="26" fill="#1f1e28"/><circle cx="327" cy="215" r="26" fill="#1f1e28"/><path d="M160 300c50 90 142 90 192 0" fill="none" stroke="#1f1e28" stroke-width="24" stroke-linecap="round"/></svg>',
}

/** The name of a scene is the end of a file's id. */
export function createSampleFiles(): MediaOptions {
  const urls = new Map<string, string>()
  function urlOf(id: string): string {
    const name = id.replace(/^.*-/, '')
    const known = urls.get(name)
    if (known !== undefined) return known
    const blob = name === 'sound' ? new Blob([sound()], { type: 'audio/wav' }) : new Blob([scenes[name] ?? ''], { type: 'image/svg+xml' })
    const url = URL.createObjectURL(blob)
    urls.set(name, url)
    return url
  }
  return { addressesBelow: () => ({ file: urlOf, preview: urlOf }), make: () => new Promise(() => {}) }
}

function scene(width: number, height: number, sky: string, shapes: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${sky}"/>${shapes}</svg>`
}

/** Three seconds of a quiet tone, as an uncompressed file. */
function sound(): ArrayBuffer {
  const [rate, seconds] = [8000, 3]
  const view = new DataView(new ArrayBuffer(44 + rate * seconds))
  const write = (at: number, text: string) => Array.from(text).forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  write(0, 'RIFF')
  view.setUint32(4, 36 + rate * seconds, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  write(36, 'data')
  view.setUint32(40, rate * seconds, true)
  for (let at = 0; at < rate * seconds; at += 1) view.setUint8(44 + at, 128 + Math.round(20 * Math.sin(at / 3)))
  return view.buffer
}
