import { expect, test } from 'vitest'
import { takeTicket } from '#renderer/transport/pick-transport.ts'

function pageAt(hash: string) {
  const replaced: string[] = []
  const page = {
    location: { hash, pathname: '/', search: '?x=1' },
    history: { replaceState: (_data: unknown, _unused: string, url: string) => void replaced.push(url) },
  }
  // Only these members are read.
  return { page: page as unknown as Window, replaced }
}

test('takes the ticket out of the address', () => {
  const { page, replaced } = pageAt('#ticket=abcdefghijklmnopqrstuv')
  expect({ ticket: takeTicket(page), replaced }).toEqual({ ticket: 'abcdefghijklmnopqrstuv', replaced: ['/?x=1'] })
})

test.each(['', '#/inbox/all', '#ticket=', '#ticket=short', '#ticket=has spaces in it, really', '#/x?ticket=abcdefghijklmnopqrstuv'])(
  'leaves %j alone',
  (hash) => {
    const { page, replaced } = pageAt(hash)
    expect({ ticket: takeTicket(page), replaced }).toEqual({ ticket: null, replaced: [] })
  },
)
