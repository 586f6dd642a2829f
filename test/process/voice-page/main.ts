import { encodeSpeech } from '#test/support/encode-speech.ts'

declare global {
  // oxlint-disable-next-line no-var -- how a global is declared
  var encodeToBytes: (seconds: number) => Promise<number[]>
}

globalThis.encodeToBytes = async (seconds) => [...new Uint8Array(await (await encodeSpeech(seconds)).arrayBuffer())]
