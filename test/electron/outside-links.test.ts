import { describe, expect, it } from 'vitest'
import { setUpShell } from '#test/support/shell.ts'

async function setUp(options: Parameters<typeof setUpShell>[0] = {}) {
  const shell = await setUpShell(options)
  const { electron, window } = shell
  return {
    ...shell,
    /** As a click on a link of the page does, or a script of it. */
    follow: (url: string, contents = window().contents) => contents.held.windowOpen?.({ url } as Electron.HandlerDetails), // the shell looks at this alone
    opened: () => electron.argsOf('shell.openExternal').map(([url]) => url),
  }
}

describe('a link that leads out of the page', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    [
      'https://www.openstreetmap.org/?mlat=-23.55&mlon=-46.63#map=17/-23.55/-46.63',
      'https://www.openstreetmap.org/?mlat=-23.55&mlon=-46.63#map=17/-23.55/-46.63',
    ],
    ['http://loja.example/a b?x="y"#"z"', 'http://loja.example/a%20b?x=%22y%22#%22z%22'],
    ['https://exаmple.com/', 'https://xn--exmple-4nf.com/'],
    ['HTTPS:\\\\example.com\\a', 'https://example.com/a'],
    ['ht\ntps://example.com/', 'https://example.com/'],
    ['mailto:ana@loja.com.br', 'mailto:ana@loja.com.br'],
    ['mailto:josé+bolo@pão.example', 'mailto:jos%C3%A9+bolo@p%C3%A3o.example'],
    ['mailto:a@b.com?attach=/etc/passwd&body=x', 'mailto:a@b.com'],
    ['tel:+55(11)3333-4444', 'tel:+55(11)3333-4444'],
    [`https://example.com/${'a'.repeat(2_061)}`, `https://example.com/${'a'.repeat(2_061)}`],
  ])('T06 E13 is opened by the computer’s own program, as it was understood, and never by a window of ours: %s', async (link, address) => {
    const { follow, opened, log } = await setUp()
    expect([follow(link), opened(), log.lines]).toEqual([{ action: 'deny' }, [address], []])
  })

  it.each([
    'file:///etc/passwd',
    'file://server/share/a.exe',
    '\\\\server\\share\\a.exe',
    '//server/share',
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,hello',
    'blob:app://balcao/1-2-3',
    'about:blank',
    'app://balcao/',
    'smb://server/share',
    'ms-msdt:/id',
    'search-ms:query=x',
    'vbscript:x',
    'ftp://example.com/',
    'ws://example.com/',
    'view-source:https://example.com/',
    'whatsapp://send?phone=1',
    'sms:+5511',
    'C:\\Windows\\System32\\calc.exe',
    '/etc/passwd',
    'https://user@example.com/',
    'https://user:secret@example.com/',
    'https://:secret@example.com/',
    'https://bank.example@evil.example/',
    'https://',
    'https://exa mple.com/',
    'http:',
    'mailto:',
    'mailto:a@b.com,c@d.com',
    'mailto:a" --exec "x@b.com',
    'mailto:a%0D%0ABcc:x@b.com',
    'mailto:a%22@b.com',
    'mailto:/a@b.com',
    'tel:',
    'tel:*21*0900#',
    'tel:+1%00<script>',
    'tel:+55 11 3333',
    `https://example.com/${'a'.repeat(2_062)}`,
    // Longer once its letters are escaped.
    `https://example.com/${'é'.repeat(500)}`,
    '',
    ' ',
  ])('T06 E13 is opened by nothing when it is anything but a web page, a mailbox or a phone: %j', async (link) => {
    const { follow, opened, log } = await setUp()
    expect([follow(link), opened(), log.lines.map(({ event }) => event)]).toEqual([{ action: 'deny' }, [], ['window.link-refused']])
  })

  it.each(['https://evil.example/', 'about:blank', 'app://balcao.evil/', 'devtools://devtools/x', ''])(
    'E13 leads nowhere from a page that is not ours: %j',
    async (page) => {
      const { follow, opened, electron } = await setUp()
      const contents = electron.createContents()
      contents.held.url = page
      expect([follow('https://example.com/', contents), opened()]).toEqual([{ action: 'deny' }, []])
    },
  )

  it('T06 E13 is not followed more than ten times a minute, from all windows together', async () => {
    const { follow, opened, clock, log, electron } = await setUp()
    const others = electron.createContents()
    for (let click = 0; click < 300; click += 1) follow(`https://example.com/${click}`, click % 2 === 0 ? undefined : others)
    const atOnce = opened().length
    await clock.advance(59_999)
    follow('https://example.com/still')
    await clock.advance(1)
    follow('https://example.com/again')
    expect({ atOnce, later: opened().slice(atOnce), logged: log.lines.map(({ event }) => event) }).toEqual({
      atOnce: 10,
      later: ['https://example.com/again'],
      logged: ['window.links-held-back'],
    })
  })

  it('E13 is written down by its scheme alone, refused or when no program takes it', async () => {
    const { follow, log } = await setUp({ electron: { opensNothing: true } })
    follow('tel:+5511987654321')
    follow('whatsapp://send?phone=5511987654321')
    await new Promise((resolve) => setImmediate(resolve))
    expect(log.lines).toEqual([
      { level: 'warn', event: 'window.link-refused', fields: { scheme: 'whatsapp:' } },
      { level: 'warn', event: 'window.link-not-opened', fields: { scheme: 'tel:' } },
    ])
  })
})
