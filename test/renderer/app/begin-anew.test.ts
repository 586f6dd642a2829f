import { expect, test } from 'vitest'
import { beginAnew, takeEndedBecause } from '#renderer/app/begin-anew.ts'

/** A window at an address, of which the tests see where it is and how often it was loaded anew. */
function windowAt(address: string) {
  const page = { url: new URL(address, 'http://127.0.0.1:4000'), loads: 0, body: { hidden: false } }
  return {
    page,
    window: {
      get location() {
        const { pathname, search, hash } = page.url
        return { pathname, search, hash, reload: () => void (page.loads += 1) } as unknown as Location // the rest of it is not asked for
      },
      document: { body: page.body } as unknown as Document, // nor of this
      history: { replaceState: (_state: unknown, _title: string, to: string) => void (page.url = new URL(to, page.url)) } as History,
    },
  }
}

test.each(['idle', 'shift-over', 'killed', 'disabled', 'access-changed', 'shop-closed'] as const)(
  'a page that ended by %s is loaded anew, says why once, and keeps nothing of where it was',
  (reason) => {
    const { page, window } = windowAt('/?x=1#/inbox/all/17')
    beginAnew(window, reason)
    expect([page.loads, page.url.href, page.body.hidden]).toEqual([1, `http://127.0.0.1:4000/?x=1#/ended/${reason}`, true])
    expect(takeEndedBecause(window)).toBe(reason)
    expect(page.url.href).toBe('http://127.0.0.1:4000/?x=1')
    expect(takeEndedBecause(window)).toBeNull()
  },
)

test.each(['locked', 'signed-out'] as const)('a page that the person ended themselves, by %s, says nothing', (reason) => {
  const { page, window } = windowAt('/#/inbox/all/17')
  beginAnew(window, reason)
  expect([page.loads, page.url.href, takeEndedBecause(window)]).toEqual([1, 'http://127.0.0.1:4000/', null])
})

test('an address that only looks like a reason is none, and does not stay', () => {
  const { page, window } = windowAt('/#/ended/<b>call this number</b>')
  expect([takeEndedBecause(window), page.url.hash]).toEqual([null, ''])
})

test('any other address is left alone', () => {
  const { page, window } = windowAt('/#/staff')
  expect([takeEndedBecause(window), page.url.hash]).toEqual([null, '#/staff'])
})
