import { describe, expect, test } from 'vitest'
import type { NumberId, NumberSummary } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleReply } from '#test/support/sample-page.ts'

describe('quick replies', () => {
  const reply = sampleReply()
  const handlers = { 'session.me': () => ({ me: sampleMe() }), 'replies.list': () => ({ replies: [reply] }) }

  test('capitals, spaces and a slash typed into a shortcut are put right', async () => {
    const { screen, inputsOf } = await openPage({
      at: '/replies',
      handlers: {
        ...handlers,
        'replies.add': ({ shortcut, title, text, translations }) => ({ reply: { ...reply, shortcut, title, text, translations } }),
      },
    })
    await screen.getByRole('button', { name: 'Add a quick reply' }).click()
    await screen.getByLabelText('Shortcut').fill('/Bom Dia')
    await screen.getByLabelText('Title').fill('Bom dia')
    await screen.getByLabelText('Text').fill('Olá, {{customer}}!')
    await expect.element(screen.getByRole('region', { name: 'Preview' }).getByText(/Olá, Beatriz!/)).toBeVisible()
    await screen.getByRole('button', { name: 'Save' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(inputsOf('replies.add')).toEqual([
      { shortcut: 'bom-dia', title: 'Bom dia', text: 'Olá, {{customer}}!', translations: [], files: [] },
    ])
  })

  test('a shortcut that another reply has is refused before saving', async () => {
    const { screen } = await openPage({ at: '/replies', handlers })
    await screen.getByRole('button', { name: 'Add a quick reply' }).click()
    await screen.getByLabelText('Shortcut').fill('pix')
    await expect.element(screen.getByText('Another quick reply has this shortcut. Choose another.')).toBeVisible()
  })

  test('what a colleague changed in between is shown, and overwritten only when asked to', async () => {
    let current = reply
    const { screen, inputsOf } = await openPage({
      at: '/replies',
      handlers: {
        ...handlers,
        'replies.list': () => ({ replies: [current] }),
        'replies.update': (words) => {
          if (words.expectRevision === 1) {
            current = { ...reply, title: 'Pix da loja', revision: 2 }
            return refuse('changed-meanwhile')
          }
          const { shortcut, title, text } = words
          return { reply: { ...reply, shortcut, title, text, revision: 3 } }
        },
      },
    })
    await screen.getByRole('button', { name: 'Edit Chave Pix' }).click()
    await screen.getByLabelText('Title').fill('Minha chave')
    await screen.getByRole('button', { name: 'Save' }).click()
    await expect.element(screen.getByRole('alert').getByText(/Pix da loja/)).toBeVisible()
    await screen.getByRole('button', { name: 'Save mine over it' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(inputsOf('replies.update')).toMatchObject([
      { title: 'Minha chave', expectRevision: 1 },
      { title: 'Minha chave', expectRevision: 2 },
    ])
  })

  test('a removal asks first', async () => {
    const { screen, inputsOf } = await openPage({ at: '/replies', handlers: { ...handlers, 'replies.remove': () => ({}) } })
    await screen.getByRole('button', { name: 'Remove Chave Pix' }).click()
    expect(inputsOf('replies.remove')).toEqual([])
    await screen.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect.element(screen.getByRole('heading', { name: 'No quick replies yet' })).toBeVisible()
    expect(inputsOf('replies.remove')).toEqual([{ quickReplyId: 'pix' }])
  })

  test('an attendant reads them and finds no way to change them', async () => {
    const { screen } = await openPage({
      at: '/replies',
      handlers: { ...handlers, 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) },
    })
    await expect.element(screen.getByText('Chave Pix')).toBeVisible()
    expect(screen.getByRole('main').getByRole('button').elements()).toEqual([])
  })
})

describe('the number', () => {
  // Ids are branded; this one is made up.
  const number: NumberSummary = {
    numberId: '106540352242922' as NumberId,
    displayPhoneNumber: '+55 11 4002-8922',
    verifiedName: 'Papelaria Aurora',
    quality: 'YELLOW',
    connection: 'paused',
    pausedBy: 'payment-problem',
    offlineBy: null,
    queued: 12,
    unclaimed: 0,
  }

  test.each([
    ['attendant', /Sending has stopped\. There is a problem with the payment method.*Only the owner can resume sending\./, 0],
    ['owner', /Sending has stopped\. There is a problem with the payment method.*Put it right/, 1],
  ] as const)('that stopped sending says so to the %s on every screen, until it goes on', async (role, words, links) => {
    const { core, screen } = await openPage({
      at: '/inbox/all',
      handlers: {
        'session.me': () => ({ me: sampleMe({ role }) }),
        'number.get': () => ({ number }),
      },
    })
    const strip = screen.getByRole('status').filter({ hasText: 'Sending has stopped.' })
    await expect.element(strip).toMatchTextContent(words)
    expect(strip.getByRole('link', { name: 'Put it right' }).elements()).toHaveLength(links)
    core.push('number.changed', { number: { ...number, connection: 'offline', pausedBy: null } })
    await expect.element(screen.getByText(/WhatsApp cannot be reached just now/)).toBeVisible()
    core.push('number.changed', { number: { ...number, connection: 'online', pausedBy: null } })
    await expect.element(screen.getByText(/WhatsApp cannot be reached just now/)).not.toBeInTheDocument()
  })

  test.each([
    ['connection-not-secure', /answers in its place, so nothing is sent through it\..*Sign in if the Wi-Fi asks for it/, '/inbox/all'],
    ['connection-not-secure', /answers in its place, so nothing is sent through it\..*Sign in if the Wi-Fi asks for it/, '/number'],
    [
      'certificate-date',
      /By this computer’s clock the certificate of WhatsApp is not valid.*Set date and time of this computer right/,
      '/number',
    ],
  ] as const)('F46: that cannot be reached for a reason that somebody can mend says so: %s', async (offlineBy, words, at) => {
    const offline = { ...number, connection: 'offline', pausedBy: null, offlineBy } as const
    const handlers = { 'session.me': () => ({ me: sampleMe({ role: 'owner' }) }), 'number.get': () => ({ number: offline }) }
    const { screen } = await openPage({ at, handlers })
    await expect.element(screen.getByText(words)).toBeVisible()
  })

  test('F35: of which WhatsApp told of messages that never came says so, and what to do', async () => {
    const unclaimed = { ...number, connection: 'online', pausedBy: null, unclaimed: 3 } as const
    const { screen } = await openPage({
      at: '/number',
      handlers: { 'session.me': () => ({ me: sampleMe({ role: 'owner' }) }), 'number.get': () => ({ number: unclaimed }) },
    })
    await expect.element(screen.getByText('3 messages were sent from this number that are not here.')).toBeVisible()
    await expect.element(screen.getByText(/If none does, somebody else may have the token/)).toBeVisible()
  })

  test('that stopped sending in a practice shop says what to do there', async () => {
    const { screen } = await openPage({
      at: '/number',
      handlers: {
        'desk.status': () => ({ phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }),
        'session.me': () => ({ me: sampleMe() }),
        'number.get': () => ({ number }),
      },
    })
    await expect
      .element(
        screen.getByText('In the practice shop nothing is wrong at Meta: take back the message that brought this about, then resume.'),
      )
      .toBeVisible()
  })

  test('that is not connected yet is what an empty inbox speaks of', async () => {
    const { screen } = await openPage({
      at: '/inbox/all',
      handlers: {
        'session.me': () => ({ me: sampleMe() }),
        'number.get': () => ({ number: null }),
        'conversations.list': () => ({ conversations: [], nextCursor: null }),
      },
    })
    await screen.getByRole('button', { name: 'Connect your number' }).click()
    await expect.poll(() => window.location.hash).toBe('#/set-up/number')
  })

  test('that stopped sending says why, and goes on when asked to', async () => {
    const { screen } = await openPage({
      at: '/number',
      handlers: {
        'session.me': () => ({ me: sampleMe() }),
        'number.get': () => ({ number }),
        'number.resume': () => ({ number: { ...number, connection: 'online', pausedBy: null } }),
      },
    })
    await expect.element(screen.getByText('There is a problem with the payment method of the WhatsApp account.')).toBeVisible()
    await screen.getByRole('button', { name: 'It is put right: resume' }).click()
    await expect.element(screen.getByText('Connected')).toBeVisible()
  })

  test.each([
    ['token', 'token-invalid', 'Access token'],
    ['permissions', 'token-permission-missing', 'Access token'],
    ['number', 'number-not-found', 'Phone number ID'],
    ['account', 'account-not-found', 'WhatsApp Business account ID'],
    ['account', 'number-not-found', 'Phone number ID'],
    ['app-secret', 'app-secret-wrong', 'App secret'],
  ] as const)('that fails at the step %s with %s marks the field “%s” and no other', async (step, code, wrong) => {
    const { screen, inputsOf } = await openPage({
      at: '/set-up/number',
      handlers: { 'session.me': () => ({ me: sampleMe() }), 'number.connect': () => ({ connected: false, step, code }) },
    })
    const fields = ['Access token', 'App secret', 'Phone number ID', 'WhatsApp Business account ID']
    for (const [index, field] of fields.entries()) await screen.getByLabelText(field, { exact: true }).fill(`1234567${index}`)
    await screen.getByRole('button', { name: 'Check and connect' }).click()
    await expect.element(screen.getByLabelText(wrong, { exact: true })).toHaveAttribute('aria-invalid', 'true')
    const marked = fields.filter((field) => screen.getByLabelText(field, { exact: true }).element().getAttribute('aria-invalid') === 'true')
    expect(marked).toEqual([wrong])
    expect(inputsOf('number.connect')).toEqual([
      { token: '12345670', appSecret: '12345671', phoneNumberId: '12345672', wabaId: '12345673' },
    ])
  })

  test('that cannot be checked because the internet is away blames no field', async () => {
    const { screen } = await openPage({
      at: '/set-up/number',
      handlers: {
        'session.me': () => ({ me: sampleMe() }),
        'number.connect': () => ({ connected: false, step: 'token', code: 'offline' }),
      },
    })
    for (const field of ['Access token', 'App secret', 'Phone number ID', 'WhatsApp Business account ID']) {
      await screen.getByLabelText(field, { exact: true }).fill('12345678')
    }
    await screen.getByRole('button', { name: 'Check and connect' }).click()
    await expect.element(screen.getByRole('alert').getByText(/WhatsApp cannot be reached from this computer./)).toBeVisible()
    expect(document.querySelectorAll('[aria-invalid="true"]').length).toBe(0)
    const checks = screen.getByRole('list', { name: 'Checks' }).getByRole('listitem')
    expect(checks.elements().map((check) => check.textContent?.endsWith('not checked'))).toEqual([true, true, true, true, true, true])
  })
})
