import { describe, expect, it } from 'vitest'
import { Redacted } from '#core/lib/redacted.ts'
import { verifySignature, verifyToken } from '#core/whatsapp/signature.ts'
import { messageWebhook, inboundText, signatureOf, toBody } from '#test/support/webhook-builder.ts'

const SECRET = 'app-secret-of-a-test'
const appSecret = new Redacted(SECRET)
const body = toBody(messageWebhook(inboundText('Olá 👋 \u00e7')))

describe('the signature of a webhook', () => {
  it('fits the bytes as they came, in hex of either case', () => {
    const signature = signatureOf(body, SECRET)
    expect(verifySignature({ body, signature, appSecret })).toBe(true)
    expect(verifySignature({ body, signature: `sha256=${signature.slice(7).toUpperCase()}`, appSecret })).toBe(true)
  })

  it('is over raw bytes: escaped letters and other white space are another body', () => {
    const escaped = Buffer.from(
      body.toString().replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
    )
    expect(verifySignature({ body: escaped, signature: signatureOf(escaped, SECRET), appSecret })).toBe(true)
    expect(verifySignature({ body: escaped, signature: signatureOf(body, SECRET), appSecret })).toBe(false)
    expect(verifySignature({ body: Buffer.from(` ${body.toString()}`), signature: signatureOf(body, SECRET), appSecret })).toBe(false)
  })

  it('refuses another secret, a changed bit, and a header that is missing or of another form', () => {
    const good = signatureOf(body, SECRET)
    const wrong = [
      null,
      '',
      good.slice('sha256='.length),
      good.slice(0, -1),
      `${good}0`,
      `${good}, ${good}`,
      `sha1=${good.slice(7)}`,
      `sha256=${'z'.repeat(64)}`,
      ` ${good}`,
      `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`,
      signatureOf(body, 'another secret'),
    ]
    expect(wrong.map((signature) => verifySignature({ body, signature, appSecret }))).toEqual(wrong.map(() => false))
  })

  it('fits nothing while no secret is set', () => {
    expect(verifySignature({ body, signature: signatureOf(body, ''), appSecret: new Redacted('') })).toBe(false)
  })
})

describe('the token of the handshake', () => {
  it('must be the very same', () => {
    const expected = new Redacted('verify-me')
    expect(verifyToken({ given: 'verify-me', expected })).toBe(true)
    for (const given of [null, '', 'verify-m', 'verify-me ', 'VERIFY-ME']) expect(verifyToken({ given, expected })).toBe(false)
    expect(verifyToken({ given: '', expected: new Redacted('') })).toBe(false)
  })
})
