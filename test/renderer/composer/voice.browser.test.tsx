import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { builtInGrants, MEDIA_MAX_BYTES } from '#contract'
import { shrinkVoice, startRecording, type StartRecording, type VoiceRecorder } from '#renderer/media/voice-recorder.ts'
import { encodeSpeech } from '#test/support/encode-speech.ts'
import { ana } from '#test/support/inbox-rows.ts'
import { fileIdOf, openComposer, tray } from './open-composer.tsx'

const bar = page.getByRole('region', { name: 'Voice message' })

/** A microphone that is as long and as large as it is told to be. */
function fakeRecorder({ durationMs = 3_000, sizeBytes = 9_000, ending = async () => {} } = {}) {
  const recorder = { stops: 0, discards: 0 }
  const record: StartRecording = async (): Promise<VoiceRecorder> => ({
    level: () => 0.5,
    sizeBytes: () => sizeBytes,
    durationMs: () => durationMs,
    ended: new Promise(() => {}),
    stop: async () => {
      recorder.stops += 1
      await ending()
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

test('Enter while it is still ending sends it once it has ended', async () => {
  const end = Promise.withResolvers<void>()
  const { record, recorder } = fakeRecorder({ ending: () => end.promise })
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard(' {Enter}{Enter}')
  expect([recorder.stops, shop.sent()]).toEqual([1, []])
  end.resolve()
  await expect.poll(() => shop.sent().map(({ content }) => content)).toMatchObject([{ kind: 'media', media: 'voice' }])
  await expect.element(bar).not.toBeInTheDocument()
})

test('one that cannot be ended says so, and can be tried again or given up', async () => {
  let isBroken = true
  const ending = async () => {
    if (isBroken) throw new Error('encoder')
  }
  const { record, recorder } = fakeRecorder({ ending })
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/The recording could not be ended/)).toBeVisible()
  isBroken = false
  await userEvent.click(page.getByRole('button', { name: 'Try again' }))
  await expect.element(page.getByLabelText('The recording')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Send the voice message' }))
  await expect.poll(() => shop.sent().length).toBe(1)

  isBroken = true
  await userEvent.keyboard('{Escape}v')
  await expect.element(bar).toHaveFocus()
  await userEvent.keyboard(' ')
  await expect.element(page.getByText(/The recording could not be ended/)).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await userEvent.click(page.getByRole('button', { name: 'Discard', exact: true }))
  await expect.element(bar).not.toBeInTheDocument()
  expect([recorder.discards, shop.sent().length]).toEqual([1, 1])
})

test('whoever leaves the conversation finds the recording in their draft there', async () => {
  const { record } = fakeRecorder()
  const shop = await recordWith(record)
  await expect.element(bar).toHaveFocus()
  window.location.hash = '/replies'
  await expect.element(page.getByText('Your recording is kept in the draft for Camila Ferreira.')).toBeVisible()
  await expect
    .poll(() => shop.callsOf('conversations.saveDraft').at(-1))
    .toMatchObject({ conversationId: 3, files: [{ mediaId: fileIdOf(''), sendAs: 'voice' }] })
  window.location.hash = '/inbox/all/3'
  await expect.element(tray).toMatchTextContent(/Voice message/)
  await expect.element(bar).not.toBeInTheDocument()
  await userEvent.click(page.getByRole('button', { name: /^Send/ }).first())
  await expect.poll(() => shop.sent().map(({ content }) => content)).toMatchObject([{ kind: 'media', media: 'voice' }])
})

test('one that cannot be kept asks whoever leaves it, and is found again', async () => {
  const { record } = fakeRecorder()
  const shop = await openComposer({ voiceOptions: { record }, holdsFiles: true })
  await userEvent.keyboard('{Escape}v')
  await expect.element(bar).toHaveFocus()
  window.location.hash = '/replies'
  await expect.poll(() => shop.underWay.length).toBe(1)
  shop.underWay[0]?.fail()
  await expect.element(page.getByRole('alertdialog')).toMatchTextContent(/You were recording a voice message for Camila Ferreira/)
  await userEvent.click(page.getByRole('button', { name: 'Back to the recording' }))
  await expect.element(page.getByLabelText('The recording')).toBeVisible()
  window.location.hash = '/inbox/all/1'
  await expect.poll(() => shop.underWay.length).toBe(2)
  shop.underWay[1]?.fail()
  await userEvent.click(page.getByRole('button', { name: 'Discard', exact: true }))
  window.location.hash = '/inbox/all/3'
  await expect.element(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await expect.element(bar).not.toBeInTheDocument()
})

test('a window that is about to lock itself puts it into the draft', async () => {
  const { record } = fakeRecorder()
  const shop = await openComposer({
    voiceOptions: { record },
    handlers: { 'session.me': () => ({ me: { ...ana, ...builtInGrants.attendant, idleLockMinutes: 0.05 } }) },
  })
  await userEvent.keyboard('{Escape}v')
  await expect
    .poll(() => shop.callsOf('conversations.saveDraft').at(-1), { timeout: 10_000 })
    .toMatchObject({ conversationId: 3, files: [{ mediaId: fileIdOf(''), sendAs: 'voice' }] })
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

  test('of a recording that could not be ended has what was encoded until then', async () => {
    const ogg = await readOgg(await encodeSpeech(20, { isEnded: false }))
    expect(ogg).toMatchObject({ capture: 'OggS', head: 'OpusHead', channels: 1 })
    expect(ogg.seconds).toBeGreaterThan(7)
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
