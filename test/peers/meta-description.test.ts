import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGraphClient } from '#core/whatsapp/graph-client.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { bodyOf } from '#core/whatsapp/message-body.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import type { FakeClock } from '#test/support/fake-clock.ts'
import { ownMessages } from '#test/support/own-messages.ts'
import { openPracticeShop } from '#test/support/practice-shop.ts'
import type { PracticeShop } from '#test/support/practice-shop.ts'
import { complaintsOf } from './type-check.ts'
import type { Claim } from './type-check.ts'
import { openWhatsAppApiJs } from './whatsapp-api-js.ts'
import { A_WAMID, builtMessages, ownTemplates } from './whatsapp-api-js-messages.ts'

/**
 * Meta's own OpenAPI description of the platform (v23 and v25, page by page), as the types that `@great-detail/whatsapp` makes of it:
 * the compiler says what it has against our requests and against the practice server's answers. The faults of the description
 * itself are listed here, and in docs/peers.md with who is right.
 */
const IMPORTS = "import type { experimental as Meta } from '@great-detail/whatsapp'"
const MESSAGE = "Meta.message.components['schemas']['Message']"
const MARINA = '5511900000102'

const LANGUAGE = '{ code: string; policy: string; } is not string'

let shop: PracticeShop
let time: FakeClock

beforeAll(async () => {
  time = createFakeClock()
  shop = await openPracticeShop({ time, speed: 1 })
  for (const template of ownTemplates(await shop.uploadSample('image/png')))
    await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, template)
  await time.advance(120_000)
})
afterAll(() => shop.stop())

const answerOf = (page: string, operation: string, status: number) =>
  `Meta.${page}.operations['${operation}']['responses'][${status}]['content']['application/json']`

test('takes what our client asks', async () => {
  const claims: Claim[] = []
  const http = createNodeHttp()
  let type = ''
  const client = createGraphClient({
    graphUrl: shop.graphUrl,
    token: new Redacted(shop.token),
    http: {
      ...http,
      send(request) {
        if (typeof request.body === 'string')
          claims.push({
            name: `${claims.length} ${request.method}`,
            type,
            value: JSON.parse(request.body),
          })
        return http.send(request)
      },
    },
  })
  const { phoneNumberId } = shop
  const content = { kind: 'text', body: 'Olá', hasLinkPreview: true } as const
  const text = { phoneNumberId, content, replyTo: null, tracker: 't1' } as const
  type = MESSAGE
  const sent = [
    await client.sendMessage({ ...text, to: '+' + MARINA }),
    await client.sendMessage({ ...text, to: MARINA, replyTo: A_WAMID }),
    await client.sendMessage({ ...text, recipient: 'BR.13491208655302741918' }),
  ]
  type = "Meta.message.components['schemas']['MarkMessageRequestPayload']"
  const marked = [await client.markRead({ phoneNumberId, wamid: A_WAMID }), await client.showTyping({ phoneNumberId, wamid: A_WAMID })]
  type = "NonNullable<Meta.subscribedApps.operations['subscribeToWabaWebhooks']['requestBody']>['content']['application/json']"
  const subscribed = await client.subscribeApp(shop.wabaId)

  expect({
    sent: sent.map(({ kind }) => kind),
    done: [...marked, subscribed].map(({ ok }) => ok),
    complaints: await complaintsOf(IMPORTS, claims),
  }).toEqual({
    sent: ['accepted', 'accepted', 'accepted'],
    done: [true, true, true],
    complaints: {
      '0 POST': ['does not know biz_opaque_callback_data'],
      '1 POST': ['does not know biz_opaque_callback_data'],
      // Of several the compiler names the first.
      '2 POST': ['does not know recipient'],
      '4 POST': ['does not know typing_indicator'],
    },
  })
})

test('takes every kind of message that we send', async () => {
  const claims: Claim[] = ownMessages.map(({ name, content, files }) => {
    const remoteIds = files.map((_, index) => `meta-${index}`)
    const { biz_opaque_callback_data: _, ...body } = bodyOf({
      phoneNumberId: '1',
      to: MARINA,
      content,
      remoteIds,
      replyTo: null,
      tracker: 't',
    })
    return { name, type: MESSAGE, value: body }
  })
  expect({ checked: claims.length, complaints: await complaintsOf(IMPORTS, claims) }).toEqual({
    checked: 31,
    complaints: {
      'buttons under a document': ['does not know filename'],
      contacts: [expect.stringMatching(/^"CELL" is not/)],
      'document with its name': ['does not know filename'],
      'link button under a picture': [expect.stringMatching(/^"cta_url" is not/), '"cta_url" is not "flow"', 'does not know display_text'],
      location: ['number is not string', 'number is not string'],
      'location without words': ['number is not string', 'number is not string'],
      'request for the number': [expect.stringContaining('request_contact_info'), expect.stringContaining('request_contact_info')],
      'request for the place': [expect.stringContaining('location_request_message'), expect.stringContaining('send_location')],
      'template codigo_de_acesso': [LANGUAGE, 'number is not string'],
      'template como_cuidar': [LANGUAGE],
      'template cupom_de_boas_vindas': [LANGUAGE, 'number is not string'],
      'template foto_do_pedido': [LANGUAGE],
      'template nota_fiscal': [LANGUAGE, 'does not know filename'],
      'template oferta_relampago': [
        LANGUAGE,
        expect.stringMatching(/^"limited_time_offer" is not "body"/),
        expect.stringMatching(/^"limited_time_offer" is not "coupon_code"/),
        'number is not string',
      ],
      'template onde_retirar': [LANGUAGE, expect.stringMatching(/^"location" is not/)],
      'template pedido_saiu': [
        LANGUAGE,
        'does not know parameter_name',
        'does not know parameter_name',
        'does not know parameter_name',
        'number is not string',
      ],
      'template pedir_contato': [LANGUAGE],
      'template retomar_conversa': [LANGUAGE, 'number is not string', 'number is not string'],
      'template vitrine_da_semana': [LANGUAGE, expect.stringMatching(/^"carousel" is not/)],
      'voice note': ['does not know voice'],
    },
  })
})

test('takes every message that whatsapp-api-js can build', async () => {
  const { peer, exchanges } = openWhatsAppApiJs(shop)
  const claims: Claim[] = []
  for (const { name, build } of builtMessages) {
    await peer.sendMessage(shop.phoneNumberId, MARINA, build('1'))
    await time.advance(8_000)
    claims.push({ name, type: MESSAGE, value: exchanges.at(-1)?.posted })
  }
  expect({ checked: claims.length, complaints: await complaintsOf(IMPORTS, claims) }).toEqual({
    checked: 30,
    complaints: {
      // The library posts the text of the list’s JSON, which Graph takes.
      'contacts with every part': [expect.stringMatching(/^string is not/)],
      'document by link': ['does not know filename'],
      'form with its first screen': [expect.stringContaining('is not')],
      'link button': ['"cta_url" is not "flow"', 'does not know display_text', expect.stringMatching(/^"cta_url" is not "button"/)],
      location: ['number is not string', 'number is not string'],
      'one-time code': [LANGUAGE, 'number is not string'],
      'request for the number': [expect.stringContaining('request_contact_info'), expect.stringContaining('request_contact_info')],
      'request for the place': [expect.stringContaining('send_location'), expect.stringContaining('location_request_message')],
      'template with a date': [LANGUAGE],
      'template with a picture above and a link below': [LANGUAGE, 'number is not string'],
      'template with a price': [LANGUAGE],
      'template with named words': [LANGUAGE, 'does not know parameter_name', 'does not know parameter_name'],
      'template with numbered words and payloads': [LANGUAGE, 'number is not string', 'number is not string'],
      'voice by link': ['does not know voice'],
    },
  })
})

test('takes what the practice server answers', async () => {
  const claims: Claim[] = []
  async function ask(page: string, operation: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, body: answer } = await shop.api(method, '/v26.0/' + path, body)
    claims.push({
      name: `${operation} ${status}${path.includes('?') ? ' with fields' : ''}`,
      type: answerOf(page, operation, status),
      value: answer,
    })
    // Every answer of these pages is an object.
    return answer as Record<string, unknown>
  }
  const { phoneNumberId: phone, wabaId: waba } = shop
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('file', new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' }), 'a.png')
  const { id } = (await shop.api('POST', `/v26.0/${phone}/media`, form)).body as { id: string }
  const product = { messaging_product: 'whatsapp' }
  const users = { ...product, block_users: [{ user: MARINA }] }
  const fields =
    '?fields=id,display_phone_number,verified_name,quality_rating,status,code_verification_status,name_status,new_name_status,' +
    'is_official_business_account,account_mode,whatsapp_business_manager_messaging_limit'

  await ask('message', 'sendMessage', 'POST', phone + '/messages', {
    ...product,
    to: MARINA,
    type: 'text',
    text: { body: 'Oi' },
  })
  await ask('message', 'sendMessage', 'POST', phone + '/messages', {
    ...product,
    to: MARINA,
    type: 'template',
    template: {
      name: 'codigo',
      language: { code: 'pt_BR' },
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '1' }] },
        { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '1' }] },
      ],
    },
  })
  await ask('media', 'retrieveMediaUrl', 'GET', id)
  await ask('media', 'deleteMedia', 'DELETE', id)
  await ask('blockUsers', 'blockUserS', 'POST', phone + '/block_users', users)
  await ask('blockUsers', 'getBlockedUsers', 'GET', phone + '/block_users')
  await ask('blockUsers', 'unblockUserS', 'DELETE', phone + '/block_users', users)
  await ask('phoneNumber', 'getPhoneNumberById', 'GET', phone)
  await ask('phoneNumber', 'getPhoneNumberById', 'GET', phone + fields)
  await ask('phoneNumberManagement', 'getWhatsAppBusinessAccountPhoneNumbers', 'GET', waba + '/phone_numbers')
  await ask('phoneNumberManagement', 'getWhatsAppBusinessAccountPhoneNumbers', 'GET', waba + '/phone_numbers' + fields)
  await ask('businessProfile', 'getWhatsAppBusinessProfile', 'GET', phone + '/whatsapp_business_profile?fields=about,email,vertical')
  await ask('businessProfile', 'updateWhatsAppBusinessProfileInformation', 'POST', phone + '/whatsapp_business_profile', {
    ...product,
    about: 'Oi',
  })
  await ask('businessProfile', 'updateWhatsAppBusinessProfileInformation', 'POST', phone + '/whatsapp_business_profile', {
    ...product,
    about: '',
  })
  await ask('subscribedApps', 'getAllSubscriptionsForAWaba', 'GET', waba + '/subscribed_apps')
  await ask('subscribedApps', 'subscribeToWabaWebhooks', 'POST', waba + '/subscribed_apps', {})
  await ask('subscribedApps', 'subscribeToWabaWebhooks', 'POST', waba + '/subscribed_apps', {
    override_callback_uri: 'x',
    verify_token: 'x',
  })
  await ask('subscribedApps', 'unsubscribeFromWabaWebhooks', 'DELETE', waba + '/subscribed_apps')
  await ask('whatsappBusinessAccount', 'getWhatsAppBusinessAccountDetails', 'GET', waba)
  await ask(
    'whatsappBusinessAccount',
    'getWhatsAppBusinessAccountDetails',
    'GET',
    waba + '?fields=id,name,account_review_status,business_verification_status,country,ownership_type',
  )
  const templates = await ask('messageTemplate', 'listMessageTemplates', 'GET', waba + '/message_templates')
  const [first] = templates['data'] as { id: string }[]
  await ask('messageTemplate', 'getMessageTemplateById', 'GET', first?.id ?? '')
  await ask('messageTemplate', 'editMessageTemplate', 'POST', first?.id ?? '', {
    components: [{ type: 'BODY', text: 'Tudo bem por aí?' }],
  })
  await ask('messageTemplate', 'deleteMessageTemplates', 'DELETE', waba + '/message_templates?name=codigo')
  await ask('messageTemplate', 'createMessageTemplate', 'POST', waba + '/message_templates', {
    ...ownTemplates('')[1],
    name: 'codigo_novo',
  })
  await ask('messageTemplate', 'createMessageTemplate', 'POST', waba + '/message_templates', {
    name: 'A B',
    language: 'pt_BR',
    category: 'UTILITY',
  })

  expect({ checked: claims.length, complaints: await complaintsOf(IMPORTS, claims) }).toEqual({
    checked: 26,
    complaints: {
      'createMessageTemplate 400': ['does not know error_data'],
      'getPhoneNumberById 200': ['does not know platform_type'],
      'getPhoneNumberById 200 with fields': ['does not know status'],
      'getWhatsAppBusinessAccountDetails 200 with fields': [expect.stringMatching(/^"verified" is not/)],
      'getWhatsAppBusinessAccountPhoneNumbers 200': ['does not know platform_type'],
      'getWhatsAppBusinessAccountPhoneNumbers 200 with fields': ['does not know name_status'],
      'getWhatsAppBusinessProfile 200 with fields': ['does not know about'],
      'listMessageTemplates 200': [
        'does not know body_text_named_params',
        'does not know header_text_named_params',
        'does not know body_text_named_params',
        'does not know example',
        'does not know example',
        'does not know limited_time_offer',
        'does not know example',
        'does not know cards',
        'does not know example',
        expect.stringMatching(/^"REQUEST_CONTACT_INFO" is not/),
        'does not know example',
        'does not know example',
      ],
      'retrieveMediaUrl 200': ['number is not string'],
    },
  })
})
