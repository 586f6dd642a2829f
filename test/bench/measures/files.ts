import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attachment } from '#contract'
import { recordedVideo, takenPhoto } from '#practice/made/recorded.ts'
import type { BenchContext } from '../context.ts'
import { latencyFigure, type Figure } from '../figures.ts'
import type { PracticedShop } from '../practiced-shop.ts'
import { makeScratchFolder } from '../scratch.ts'

const MIB = 1024 * 1024
const IMAGE_BYTES = 5_000_000
const VIDEO_BYTES = 16_000_000
const RANGE = { start: 7 * MIB, length: MIB }
const CALLS_A_ROUND = 10

/** Files as the page gets them, decrypted and over HTTP, against reading the same bytes from a plain file. */
export async function measureFiles(context: BenchContext, { host, window }: PracticedShop): Promise<Figure[]> {
  const { origin } = new URL(host.takeUrl())
  const { prefix } = await window.call('media.address', {})
  const folder = makeScratchFolder()

  async function keep(name: string, head: Buffer, sizeBytes: number) {
    const bytes = Buffer.concat([head, Buffer.alloc(sizeBytes - head.length, 'balcao ')])
    const path = join(folder, name)
    await writeFile(path, bytes)
    const response = await fetch(`${origin}${prefix}/upload?name=${name}`, { method: 'POST', headers: { origin }, body: bytes })
    if (!response.ok) throw new Error(`The host answered ${response.status} to ${name}`)
    // What an upload is answered with, by the contract.
    const { mediaId } = (await response.json()) as Attachment
    return { path, url: `${origin}${prefix}/file/${mediaId}` }
  }

  const image = await keep('foto.jpg', takenPhoto(), IMAGE_BYTES)
  const video = await keep('filme.mp4', recordedVideo(), VIDEO_BYTES)
  const { start, length } = RANGE
  const make = async (name: string, own: () => Promise<number>, floor: () => Promise<number>) =>
    latencyFigure({ name, messages: 0, share: 0.5, ...(await inTurn(context.rounds, own, floor)) })
  return [
    await make(
      'a picture of 5 MB through the host',
      () => timed(() => get(image.url, {}, IMAGE_BYTES)),
      () => timed(() => readFile(image.path)),
    ),
    await make(
      'a megabyte from the middle of a film of 16 MB through the host',
      () => timed(() => get(video.url, { range: `bytes=${start}-${start + length - 1}` }, length)),
      () => timed(() => readPart(video.path, RANGE)),
    ),
  ]
}

async function inTurn(rounds: number, own: () => Promise<number>, floor: () => Promise<number>) {
  const times = { own: [] as number[][], floor: [] as number[][] }
  for (let round = -1; round < rounds; round += 1) {
    const each = { own: [] as number[], floor: [] as number[] }
    for (let call = 0; call < CALLS_A_ROUND; call += 1) {
      each.own.push(await own())
      each.floor.push(await floor())
    }
    if (round < 0) continue
    times.own.push(each.own)
    times.floor.push(each.floor)
  }
  return times
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

async function get(url: string, headers: Record<string, string>, expectedBytes: number): Promise<void> {
  const response = await fetch(url, { headers })
  const { byteLength } = await response.arrayBuffer()
  if (!response.ok || byteLength !== expectedBytes) throw new Error(`The host answered ${response.status} with ${byteLength} bytes`)
}

async function readPart(path: string, { start, length }: { start: number; length: number }): Promise<void> {
  const file = await open(path)
  try {
    await file.read(Buffer.alloc(length), 0, length, start)
  } finally {
    await file.close()
  }
}
