import type { Shell } from 'electron'
import type { Clock, Log } from '#core/ports.ts'

export type OutsideLinks = {
  /** Hands the address to the system's browser, mail or phone program, if it is one that a page of ours has links to. */
  open(address: string): void
}

/** What Windows takes, and so the length that works everywhere. */
const ADDRESS_MAX_LENGTH = 2_081

/** A person follows a few links in a row; a page that runs wild follows hundreds. */
const PER_MINUTE = 10
const MINUTE_MS = 60_000

/**
 * The only door from a page to other programs of the computer. Electron warns of handing foreign addresses to the system, which runs files,
 * reaches for servers and starts whatever program has made a scheme its own
 * (https://www.electronjs.org/docs/latest/tutorial/security#15-do-not-use-shellopenexternal-with-untrusted-content). So an address is
 * parsed, and what goes out is what it was parsed to.
 */
export function createOutsideLinks(deps: {
  shell: Pick<Shell, 'openExternal'>
  clock: Pick<Clock, 'monotonic'>
  /** Null until it is open. */
  log(): Log | null
}): OutsideLinks {
  const { shell, clock } = deps
  let openedAt: number[] = []
  let isHeldBack = false

  return {
    open(address) {
      const safe = safeAddress(address)
      if (safe === null) {
        deps.log()?.warn('window.link-refused', { scheme: schemeOf(address) })
        return
      }
      const now = clock.monotonic()
      openedAt = openedAt.filter((at) => now - at < MINUTE_MS)
      if (openedAt.length >= PER_MINUTE) {
        // Once, or the log would be full of them.
        if (!isHeldBack) deps.log()?.warn('window.links-held-back')
        isHeldBack = true
        return
      }
      isHeldBack = false
      openedAt.push(now)
      // The system's reason may name the address.
      shell.openExternal(safe).catch(() => deps.log()?.warn('window.link-not-opened', { scheme: schemeOf(safe) }))
    },
  }
}

/** The address as it may go out; null where it must not. */
function safeAddress(address: string): string | null {
  if (address.length > ADDRESS_MAX_LENGTH || !URL.canParse(address)) return null
  const url = new URL(address)
  const safe = normalised(url)
  return safe !== null && safe.length <= ADDRESS_MAX_LENGTH ? safe : null
}

function normalised(url: URL): string | null {
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      return url.username === '' && url.password === '' ? url.href : null
    case 'mailto:':
      // Without its query: some mail programs take files of this computer along that are named there.
      return ONE_MAILBOX.test(url.pathname) ? `mailto:${url.pathname}` : null
    case 'tel:':
      return PHONE_NUMBER.test(url.pathname) ? `tel:${url.pathname}` : null
    default:
      return null
  }
}

/** Escaped is what is no ASCII, and nothing else: no quote, space or line end that a mail program could take for the end of the address. */
const ONE_MAILBOX = /^(?:[\w.+-]|%[89A-F][\dA-F])+@(?:[\w.-]|%[89A-F][\dA-F])+$/
const PHONE_NUMBER = /^\+?[\d().-]{3,25}$/

export function schemeOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : 'none'
}
