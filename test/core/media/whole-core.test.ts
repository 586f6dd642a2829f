import { expect, test } from 'vitest'
import type { Attachment, MediaId } from '#contract'
import { MEDIA_PATH, type MediaRequest } from '#core/media/request.ts'
import { hireAttendant } from '#test/support/attendant.ts'
import { OWNER, setUpRealShop, signInOwner, type Window } from '#test/support/core.ts'
import { pictureOf } from '#test/support/media.ts'

async function setUp() {
  const shop = await setUpRealShop()
  const ask = async (request: Partial<MediaRequest> & { path: string }) => {
    const { status, body } = await shop.core().serveMedia({ method: 'GET', range: null, body: null, ...request })
    const pieces: Uint8Array[] = []
    for await (const piece of body ?? []) pieces.push(Buffer.from(piece))
    return { status, body: Buffer.concat(pieces) }
  }
  /** What a window puts in front of its addresses, without what hosts take off. */
  const prefixOf = async (window: Window) => (await window.call('media.address', {})).prefix.slice(MEDIA_PATH.length)
  async function* picture() {
    yield pictureOf()
  }
  const prefix = await prefixOf(shop.owner)
  const { body } = await ask({ method: 'POST', path: `${prefix}/upload?name=casa.png`, body: picture() })
  const { mediaId } = JSON.parse(body.toString()) as Attachment
  const statusAt = async (at: string) => (await ask({ path: `${at}/file/${mediaId}` })).status
  return { ...shop, ask, prefix, prefixOf, mediaId, statusAt }
}

test('an address is good for the window that asked for it, and always the same until somebody else is there', async () => {
  const { owner, ask, prefix, prefixOf, mediaId } = await setUp()
  expect(prefix).toMatch(/^[\w-]{22}$/)
  expect(await prefixOf(owner)).toBe(prefix)
  expect(await ask({ path: `${prefix}/file/${mediaId}` })).toEqual({ status: 200, body: pictureOf() })
})

test('T02 an address is worth nothing while the window is locked, and never again', async () => {
  const { owner, prefix, prefixOf, statusAt, authenticator } = await setUp()
  await owner.call('pin.set', { pin: '739164' })
  const before = await statusAt(prefix)
  await owner.call('session.lock', {})
  const locked = await statusAt(prefix)
  await owner.call('session.signIn', { login: OWNER.login, password: OWNER.password })
  await owner.call('session.giveCode', { code: authenticator.code() })
  const anew = await prefixOf(owner)
  expect([before, locked, await statusAt(prefix), anew === prefix, await statusAt(anew)]).toEqual([200, 404, 404, false, 200])
})

test('T02 it is worth nothing once nobody moved for the time after which the window locks, though nobody called', async () => {
  const { clock, prefix, statusAt } = await setUp()
  await clock.advance(5 * 60_000)
  expect(await statusAt(prefix)).toBe(404)
})

test('T04 it ends with the sign-out, with the window, and with whoever is sent away', async () => {
  const shop = await setUp()
  const { prefix, prefixOf, statusAt } = shop
  const signedOut = await signInOwner(shop)
  await shop.clock.advance(60_000)
  const closed = await signInOwner(shop)
  const [ofSignedOut, ofClosed] = [await prefixOf(signedOut), await prefixOf(closed)]
  const before = [await statusAt(ofSignedOut), await statusAt(ofClosed)]
  await signedOut.call('session.signOut', {})
  closed.close()
  expect([before, await statusAt(ofSignedOut), await statusAt(ofClosed), await statusAt(prefix)]).toEqual([[200, 200], 404, 404, 200])
  await shop.restart()
  expect(await statusAt(prefix)).toBe(404)
})

test('T03 a colleague has addresses of their own, and nothing at them that is not theirs', async () => {
  const shop = await setUp()
  const window = await signInOwner(shop)
  await hireAttendant(window)
  const prefix = await shop.prefixOf(window)
  expect([prefix === shop.prefix, await shop.statusAt(prefix)]).toEqual([false, 404])
})

test('T03 a quick reply takes no file along that is not of whoever writes it', async () => {
  const { owner, ask, prefix, mediaId, ...shop } = await setUp()
  const window = await signInOwner(shop)
  const reply = { shortcut: 'casa', title: 'Casa', text: 'Veja', translations: [] }
  const facts = {
    sizeBytes: 1,
    type: 'png',
    mimeType: 'image/png',
    fileClass: 'inline-image',
    width: 1,
    height: 1,
    durationMs: null,
  } as const
  const files = (id: string) => [
    { mediaId: id as MediaId, fileName: null, facts: { ...facts, isAnimated: false, pages: null, peaks: null, hasPreview: false } },
  ]
  const refused = await window.refusal('replies.add', { ...reply, files: files('A'.repeat(22)) })
  const { reply: added } = await owner.call('replies.add', { ...reply, files: files(mediaId) })
  // Of what it is, the shop knows more than whoever says it.
  expect(added.files[0]?.facts.sizeBytes).toBeGreaterThan(1)
  expect([refused.code, (await ask({ path: `${prefix}/file/${mediaId}` })).status]).toEqual(['media-not-here', 200])
  // From there on it is everybody's.
  await hireAttendant(window)
  expect(await shop.statusAt(await shop.prefixOf(window))).toBe(200)
})

test('nobody has an address who is not signed in, and nothing is there while no shop is open', async () => {
  const { window, ask } = await setUp()
  expect((await window().refusal('media.address', {})).code).toBe('not-signed-in')
  expect((await ask({ path: `${'A'.repeat(22)}/file/${'A'.repeat(22)}` })).status).toBe(404)
})
