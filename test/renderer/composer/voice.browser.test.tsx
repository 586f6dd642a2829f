import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { MEDIA_MAX_BYTES } from '#contract'
import { shrinkVoice, startRecording, type StartRecording, type VoiceRecorder } from '#renderer/media/voice-recorder.ts'
import { encodeSpeech } from '#test/support/encode-speech.ts'
import { fileIdOf, openComposer } from './open-composer.tsx'

const bar = page.getByRole('region', { name: 'Voice message' })

/** A microphone that is as long and as large as it is told to be. */
function fakeRecorder({ durationMs = 3_000, sizeBytes = 9_000 } = {}) {
  const recorder = { stops: 0, discards: 0 }
  const record: StartRecording = async (): Promise<VoiceRecorder> => ({
    level: () => 0.5,
    sizeBytes: () => sizeBytes,
    durationMs: () => durationMs,
    ended: new Promise(() => {}),
    stop: async () => {
      recorder.stops += 1
      return new Blob([new Uint8Array(sizeBytes)], { type: 'audio/ogg' })
    },
    discard: async () => {
      recorder.discards += 1
    },
  })
  return { recorder, record }
}

async function recordWith(record: StartRecording, shrink: (voice: Blob) => Promise<Blob | null> = async () => null) {
  const shop = await openComposer({ voiceOptions: { record, shrink } })
  await userEvent.keyboard('{Escape}v')
  return shop
}

test('V records, Enter sends: nothing but the keyboard', async () => {
  const { record } = fakeRecorder()
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  await expect.element(page.getByText('0:03')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([{ kind: 'media', media: 'voice', mediaId: fileIdOf(''), caption: null, fileName: null }])
  await expect.element(bar).not.toBeInTheDocument()
  await expect.element(page.getByRole('textbox', { name: /^Message to/ })).toHaveFocus()
})

test('Space stops it, so that it can be heard before it goes', async () => {
  const { record, recorder } = fakeRecorder()
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard(' ')
  await expect.element(page.getByLabelText('The recording')).toBeVisible()
  expect([recorder.stops, shop.sent()]).toEqual([1, []])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => shop.sent().length).toBe(1)
})

test('Esc asks before it discards', async () => {
  const { record, recorder } = fakeRecorder()
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/Discard the recording/)
  await userEvent.keyboard('{Enter}')
  // The safe answer has the focus.
  await expect.element(bar).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Discard the recording' }))
  await userEvent.click(page.getByRole('button', { name: 'Discard', exact: true }))
  await expect.element(bar).not.toBeInTheDocument()
  expect([recorder.discards, shop.sent()]).toEqual([1, []])
})

test('whoever leaves the conversation is asked, and finds the recording again', async () => {
  const { record, recorder } = fakeRecorder()
  await recordWith(record)
  await expect.element(bar).toHaveFocus()
  window.location.hash = '/replies'
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/You were recording a voice message for Camila Ferreira/)
  await expect.poll(() => recorder.stops).toBe(1)
  await userEvent.click(page.getByRole('button', { name: 'Back to the recording' }))
  await expect.element(page.getByLabelText('The recording')).toBeVisible()
  window.location.hash = '/inbox/all/1'
  await userEvent.click(page.getByRole('button', { name: 'Discard', exact: true }))
  window.location.hash = '/inbox/all/3'
  await expect.element(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await expect.element(bar).not.toBeInTheDocument()
})

test.each([
  ['refused', 'The microphone is not allowed.'],
  ['absent', 'There is no microphone.'],
  ['busy', 'Another program is using the microphone.'],
  ['failed', 'The recording could not begin.'],
] as const)('a microphone that is %s is said in words, and can be tried again', async (problem, words) => {
  let isThere = false
  const { record } = fakeRecorder()
  await recordWith(async () => (isThere ? record() : { problem }))
  await expect.element(page.getByText(words)).toBeVisible()
  isThere = true
  await userEvent.click(page.getByRole('button', { name: 'Try again' }))
  await expect.element(bar).toBeVisible()
  await expect.element(page.getByText(words)).not.toBeInTheDocument()
})

const tooLarge = { durationMs: 200_000, sizeBytes: MEDIA_MAX_BYTES.voice + 1 }

test('from two and a half minutes on it warns; what stays too large goes as a file', async () => {
  const { record } = fakeRecorder(tooLarge)
  const shop = await recordWith(record)
  await expect.element(page.getByText('3:20')).toBeVisible()
  expect(page.getByText('3:20').element().parentElement?.dataset['warns']).toBe('true')
  await expect.element(page.getByText('524 kB')).toBeVisible()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/Above 512 KB WhatsApp no longer plays it/)).toBeVisible()
  expect(shop.sent()).toEqual([])
  await userEvent.click(page.getByRole('button', { name: 'Make it smaller' }))
  await expect.element(page.getByText(/Even made smaller it is too long/)).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Send as an audio file' }))
  await expect.poll(() => shop.sent().map(({ content }) => content)).toMatchObject([{ kind: 'media', media: 'audio' }])
})

test('what is too large is made smaller, and goes as a voice message', async () => {
  const { record } = fakeRecorder(tooLarge)
  const shop = await recordWith(record, async () => new Blob([new Uint8Array(400_000)], { type: 'audio/ogg' }))
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard(' ')
  await userEvent.click(page.getByRole('button', { name: 'Make it smaller' }))
  await expect.element(page.getByText(/Above 512 KB/)).not.toBeInTheDocument()
  await userEvent.click(page.getByRole('button', { name: 'Send the voice message' }))
  await expect.poll(() => shop.sent().map(({ content }) => content)).toMatchObject([{ kind: 'media', media: 'voice' }])
})

describe('the file', () => {
  test('of a real recording is mono Opus in Ogg', async () => {
    const recorder = await startRecording()
    if ('problem' in recorder) throw new Error(recorder.problem)
    await expect.poll(() => recorder.durationMs(), { timeout: 10_000 }).toBeGreaterThan(1_000)
    expect(recorder.level()).toBeGreaterThanOrEqual(0)
    const ogg = await readOgg(await recorder.stop())
    expect(ogg).toMatchObject({ capture: 'OggS', head: 'OpusHead', channels: 1 })
    expect(ogg.seconds).toBeGreaterThan(0.8)
  })

  test.each([
    [30, 60_000, 110_000],
    [120, 240_000, 420_000],
  ])('of %d seconds of speech-like sound is mono, as long, and well below what WhatsApp plays', async (seconds, least, most) => {
    const blob = await encodeSpeech(seconds)
    const ogg = await readOgg(blob)
    expect(ogg).toMatchObject({ capture: 'OggS', head: 'OpusHead', channels: 1 })
    expect(Math.abs(ogg.seconds - seconds)).toBeLessThan(0.1)
    expect([blob.size > least, blob.size < most], `${blob.size} bytes`).toEqual([true, true])
  })

  test('that is too large fits at sixteen kilobits', async () => {
    const long = await encodeSpeech(200)
    expect(long.size).toBeGreaterThan(MEDIA_MAX_BYTES.voice)
    const small = await shrinkVoice(long)
    if (small === null) throw new Error('too large')
    expect(small.size).toBeLessThan(MEDIA_MAX_BYTES.voice)
    expect(await readOgg(small)).toMatchObject({ head: 'OpusHead', channels: 1 })
  })
})

/** What the first and the last page of an Ogg file say (RFC 3533, RFC 7845). */
async function readOgg(blob: Blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  const view = new DataView(bytes.buffer)
  const text = (from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length))
  const packet = 27 + (bytes[26] ?? 0)
  let last = bytes.length - 4
  while (last > 0 && text(last, 4) !== 'OggS') last -= 1
  const preSkip = view.getUint16(packet + 10, true)
  return {
    capture: text(0, 4),
    head: text(packet, 8),
    channels: bytes[packet + 9],
    seconds: (Number(view.getBigUint64(last + 6, true)) - preSkip) / 48_000,
  }
}
