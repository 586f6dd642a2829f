import { describe, expect, it } from 'vitest'
import { inbound, messageWebhook, type Json } from '#test/support/webhook-builder.ts'
import { eventOf } from '#test/support/decoded.ts'

const decoded = (type: string, raw: unknown, rest: Json = {}) =>
  eventOf(messageWebhook(inbound({ id: 'wamid.A', type, [type]: raw, ...rest })))

describe('an inbound message', () => {
  it('keeps what it quotes, how far it was forwarded, its group and its errors', () => {
    expect(
      decoded(
        'text',
        { body: 'a' },
        {
          context: { from: '1', id: 'wamid.Q', frequently_forwarded: true },
          group_id: 'G',
          errors: [
            { code: '131051', title: 't', error_data: { details: 'd' } },
            { code: 1, details: 'old' },
          ],
        },
      ),
    ).toMatchObject({
      quotedWamid: 'wamid.Q',
      forwarded: 'often',
      groupId: 'G',
      errors: [
        { code: 131051, title: 't', details: 'd' },
        { code: 1, title: null, details: 'old' },
      ],
    })
    expect(decoded('text', { body: 'a' }, { context: { forwarded: true } })).toMatchObject({ quotedWamid: null, forwarded: 'once' })
    expect(decoded('text', { body: 'a' }, { context: null })).toMatchObject({ quotedWamid: null, forwarded: 'no' })
  })

  it.each<[name: string, context: object, expected: string | null]>([
    ['an answer to something too old to be named is an answer', { from: '5511900000100' }, ''],
    ['also by the id of who wrote it', { from_user_id: 'BR.1' }, ''],
    ['what was passed on is none', { from: '5511900000100', forwarded: true }, null],
    ['a question about a product is none', { from: '1', referred_product: { product_retailer_id: 'bolo-7' } }, null],
    ['and nothing is none', {}, null],
  ])('%s', (_name, context, expected) => {
    expect(decoded('text', { body: 'a' }, { context })).toMatchObject({ quotedWamid: expected })
  })

  it('keeps the ad that it came by, and the product that it asks about', () => {
    const referral = {
      source_url: 'https://fb.me/3cr4Wqqkv',
      source_id: '120226305854810726',
      source_type: 'ad',
      headline: 'Bolo de fubá',
      body: 'Encomende aqui',
      media_type: 'image',
      image_url: 'https://scontent.example/1.jpg',
      ctwa_clid:
        'Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4_0NiNhEgpGo0AHemvuSoifXaytfTzcchptiErTKCqTrJ5nW1h7IHYeYymGb5K5J5iTROpBhWAGaIAeUzHL50',
    }
    const asked = { context: { from: '1', referred_product: { catalog_id: '300', product_retailer_id: 'bolo-7' } } }
    expect(decoded('image', { id: 'M1' }, { referral, ...asked })).toMatchObject({
      referral: { sourceType: 'ad', sourceUrl: 'https://fb.me/3cr4Wqqkv', headline: 'Bolo de fubá', body: 'Encomende aqui' },
      productId: 'bolo-7',
    })
    expect(decoded('text', { body: 'a' }, { referral: { source_type: 'ad' } })).toMatchObject({
      referral: { sourceType: 'ad', sourceUrl: null, headline: null, body: null },
    })
    for (const nothing of [{}, null, 'x', []])
      expect(decoded('text', { body: 'a' }, { referral: nothing })).toMatchObject({ referral: null })
  })
})
