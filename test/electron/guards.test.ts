import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PERMISSIONS } from '#electron/guards.ts'
import type { FakeSession } from '#test/support/fake-electron.ts'
import { setUpShell } from '#test/support/shell.ts'

/** Every permission name in Electron's own declarations. */
function declaredPermissions(): string[] {
  const declarations = readFileSync(new URL('../../node_modules/electron/electron.d.ts', import.meta.url), 'utf8')
  const union = /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(declarations)?.[1] ?? ''
  return [...union.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')
}

type Media = 'audio' | 'video'

async function asks(
  session: FakeSession,
  permission: string,
  { url = 'app://balcao/', isMainFrame = true, media }: { url?: string; isMainFrame?: boolean; media?: readonly Media[] } = {},
) {
  let requested: boolean | null = null
  const given = permission as 'media' // each name is one of the union
  session.held.permissionRequest?.(null as never, given, (isGranted) => (requested = isGranted), {
    requestingUrl: url,
    isMainFrame,
    ...(media !== undefined && { mediaTypes: [...media] }),
  })
  const checked = session.held.permissionCheck?.(null, given, new URL(url).protocol === 'app:' ? url.replace(/\/$/, '') : url, {
    isMainFrame,
    requestingUrl: url,
    // A check is about one thing.
    ...(media?.[0] !== undefined && { mediaType: media[0] }),
  })
  // The system may have a say first.
  await new Promise((resolve) => setImmediate(resolve))
  return { requested, checked }
}

describe('permissions', () => {
  it('E09 are decided, every one that Electron knows, and denied but for writing to the clipboard', async () => {
    const { session } = await setUpShell()
    const names = declaredPermissions()
    expect(names.length).toBeGreaterThan(40)
    expect(Object.keys(PERMISSIONS).toSorted()).toEqual(names.toSorted())
    const answers = await Promise.all(names.map(async (name) => ({ name, ...(await asks(session(), name)) })))
    const granted = answers.filter(({ requested, checked }) => requested || checked).map(({ name }) => name)
    expect(granted).toEqual(['clipboard-sanitized-write'])
  })

  it('E09 the microphone is given for voice notes, the camera to nobody', async () => {
    const { session, electron } = await setUpShell()
    const ask = (media: readonly Media[], from: { url?: string; isMainFrame?: boolean } = {}) =>
      asks(session(), 'media', { ...from, media })
    const answers = await Promise.all([
      ask(['audio']),
      ask(['video']),
      ask(['video', 'audio']),
      ask([]),
      ask(['audio'], { url: 'https://evil.example/' }),
      ask(['audio'], { isMainFrame: false }),
    ])
    expect(answers).toEqual([{ requested: true, checked: true }, ...[1, 2, 3, 4, 5].map(() => ({ requested: false, checked: false }))])
    expect(electron.argsOf('systemPreferences.askForMediaAccess'), 'which is there on macOS alone').toEqual([])
  })

  it('E09 macOS is asked for the microphone before the page gets it, and for nothing else', async () => {
    const told = await Promise.all(
      ([true, false, 'broken'] as const).map(async (systemSays) => {
        const { session, electron } = await setUpShell({ platform: 'darwin', electron: { microphone: systemSays } })
        const requests = [{ media: ['audio'] }, { media: ['video'] }, { media: ['audio'], url: 'https://evil.example/' }] as const
        const answers = await Promise.all(requests.map((request) => asks(session(), 'media', request)))
        return [answers.map(({ requested }) => requested), electron.argsOf('systemPreferences.askForMediaAccess')]
      }),
    )
    expect(told).toEqual([true, false, false].map((voiceNote) => [[voiceNote, false, false], [['microphone']]]))
  })

  it.each([
    ['a page of the web', { url: 'https://evil.example/' }],
    ['a host that only starts like ours', { url: 'app://balcao.evil/' }],
    ['a frame inside our page', { isMainFrame: false }],
  ])('E09 that our page has are not given to %s', async (_name, from) => {
    const { session } = await setUpShell()
    expect(await asks(session(), 'clipboard-sanitized-write', from)).toEqual({ requested: false, checked: false })
  })

  it('E09 to devices and the screen are refused, in every session there is', async () => {
    const { electron } = await setUpShell()
    electron.createSession('persist:somebody-else')
    expect(electron.sessions.size).toBe(3)
    for (const { held, emit } of electron.sessions.values()) {
      const answers: unknown[] = []
      const choose = (event: string) => {
        let isPrevented = false
        emit(
          event,
          { preventDefault: () => (isPrevented = true) },
          {},
          ...(event === 'select-serial-port' ? [null] : []),
          (choice?: unknown) => answers.push(choice),
        )
        return isPrevented
      }
      held.display?.({} as never, (streams) => answers.push(streams))
      held.bluetooth?.({} as never, (response) => answers.push(response))
      expect({
        device: held.device?.({} as never),
        usb: held.usb?.({ protectedClasses: ['hid', 'audio'] }),
        prevented: ['select-hid-device', 'select-usb-device', 'select-serial-port'].map(choose),
        answers,
      }).toEqual({
        device: false,
        usb: ['hid', 'audio'],
        prevented: [true, true, true],
        answers: [null, { confirmed: false }, undefined, undefined, ''],
      })
    }
  })
})

describe('navigation', () => {
  const ours = ['app://balcao/', 'app://balcao/#/conversations/1', 'app://balcao/index.html?x=1']
  const foreign = [
    'https://example.org/',
    'http://127.0.0.1:5173/',
    'file:///etc/passwd',
    'about:blank',
    'javascript:alert(1)',
    'data:text/html,hello',
    'blob:app://balcao/1-2-3',
    'app://evil/',
    'app://balcao.evil/',
    'app://evil.balcao/',
    'app://balcao@evil/',
    'app://user@balcao/',
    'app://user:pass@balcao/',
    'app://balcao:80/',
    'app://balcao\\@evil/',
    'app:balcao/',
    'app:/balcao/',
    'app:///balcao/',
    'apps://balcao/',
    'xapp://balcao/',
    'view-source:app://balcao/',
    'filesystem:app://balcao/temporary/x',
    'chrome://settings/',
    'devtools://devtools/bundled/inspector.html',
    'ms-msdt:/id',
    'smb://server/share',
    'tel:+551199',
    'mailto:a@example.org',
    '//balcao/',
    'balcao',
    '',
    ' ',
    'app://',
    'app://%62alcao/',
    'app://balcao%00.evil/',
    'app://balcao./',
    'app://bal\u200Bcao/',
    'app://balcão/',
    'ws://balcao/',
    'wss://example.org/',
  ]

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('E10 %s goes nowhere but to our own page', async (event) => {
    const { electron } = await setUpShell()
    const contents = electron.createContents()
    const prevented = (urls: string[]) => urls.filter((url) => contents.prevents(event, { url }))
    expect({ ours: prevented(ours), foreign: prevented(foreign) }).toEqual({ ours: [], foreign })
  })

  it('E11 opens no window, E12 attaches no webview, and no Bluetooth device is chosen', async () => {
    const { electron } = await setUpShell()
    const contents = electron.createContents()
    const chosen: string[] = []
    expect({
      windows: ['app://balcao/', 'https://example.org/', 'about:blank'].map((url) =>
        contents.held.windowOpen?.({ url } as Electron.HandlerDetails),
      ),
      webview: contents.prevents('will-attach-webview'),
      bluetooth: contents.prevents('select-bluetooth-device', {}, [], (id: string) => chosen.push(id)),
      chosen,
    }).toEqual({ windows: [{ action: 'deny' }, { action: 'deny' }, { action: 'deny' }], webview: true, bluetooth: true, chosen: [''] })
  })

  it('E14 is guarded in every contents, those of our windows and those of anything else', async () => {
    const { electron, window } = await setUpShell()
    const guarded = (contents: ReturnType<typeof electron.createContents>) =>
      ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'select-bluetooth-device'].map((event) =>
        contents.listeners(event),
      )
    expect([window().contents, electron.createContents(), electron.createContents()].map(guarded)).toEqual(
      Array.from({ length: 3 }, () => [1, 1, 1, 1, 1]),
    )
  })

  it('E10 writes down the scheme of what was refused, and nothing more of the address', async () => {
    const { electron, log } = await setUpShell()
    electron.createContents().prevents('will-navigate', { url: 'https://example.org/?phone=5511' })
    expect(log.lines).toEqual([{ level: 'warn', event: 'window.navigation-refused', fields: { scheme: 'https:' } }])
  })
})

describe('the network', () => {
  function loads(session: FakeSession, urls: readonly string[]) {
    return urls.filter((url) => {
      let isCancelled: boolean | undefined
      session.held.beforeRequest?.({ url } as Electron.OnBeforeRequestListenerDetails, (response) => (isCancelled = response.cancel))
      return isCancelled === false
    })
  }
  const urls = [
    'app://balcao/assets/index-abc.js',
    'blob:app://balcao/1-2-3',
    'app://evil/x.js',
    'blob:https://evil.example/1',
    'https://example.org/',
    'http://127.0.0.1:5173/main.tsx',
    'ws://127.0.0.1:5173/',
    'http://127.0.0.1:9999/',
    'wss://example.org/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'ftp://example.org/',
    'devtools://devtools/x.js',
    'chrome-extension://abc/x.js',
  ]

  it('E21 is closed to every scheme but ours, in every session', async () => {
    const { electron, session } = await setUpShell()
    expect([loads(session(), urls), loads(electron.createSession('other'), urls)]).toEqual([urls.slice(0, 2), urls.slice(0, 2)])
  })

  it('E21 lets the development server in, and that one only, in a program that is not packaged', async () => {
    const { session } = await setUpShell({ env: { ELECTRON_RENDERER_URL: 'http://127.0.0.1:5173' }, electron: { isPackaged: false } })
    expect(loads(session(), urls)).toEqual(['http://127.0.0.1:5173/main.tsx', 'ws://127.0.0.1:5173/', 'devtools://devtools/x.js'])
  })

  it('E22 offers no client certificate', async () => {
    const { electron } = await setUpShell()
    const answers: unknown[] = []
    let isPrevented = false
    electron.emitApp(
      'select-client-certificate',
      { preventDefault: () => (isPrevented = true) },
      null,
      'https://example.org',
      [],
      (certificate?: unknown) => answers.push(certificate),
    )
    expect({ isPrevented, answers }).toEqual({ isPrevented: true, answers: [undefined] })
  })

  it('E31 fetches no dictionaries', async () => {
    const { electron } = await setUpShell()
    const sessions = [...electron.sessions.values()]
    expect(sessions.map(({ held }) => held.spellChecker)).toEqual(sessions.map(() => false))
  })

  it.each([
    ['https://example.com/sheet.csv', true],
    ['data:text/csv,1', true],
    ['blob:https://example.com/4711', true],
    ['blob:app://balcao.example/4711', true],
    ['app://balcao/index.html', true],
    ['app://balcao/media/AAAAAAAAAAAAAAAAAAAAAA/file/BBBBBBBBBBBBBBBBBBBBBB', true],
    ['app://balcao/media/AAAAAAAAAAAAAAAAAAAAAA/../../index.html?save', true],
    ['app://balcao.example/media/AAAAAAAAAAAAAAAAAAAAAA/file/BBBBBBBBBBBBBBBBBBBBBB?save', true],
    ['app://balcao/media/AAAAAAAAAAAAAAAAAAAAAA/file/BBBBBBBBBBBBBBBBBBBBBB?save', false],
    ['blob:app://balcao/4711', false],
  ])('E32 downloads only what our page made itself, and files that are given out to be saved: %s', async (address, isRefused) => {
    const { electron } = await setUpShell()
    const refused = [...electron.sessions.values()].map(({ emit }) => {
      let isPrevented = false
      emit('will-download', { preventDefault: () => (isPrevented = true) }, { getURL: () => address })
      return isPrevented
    })
    expect(refused).toEqual(refused.map(() => isRefused))
    expect(refused.length).toBeGreaterThan(0)
  })
})
