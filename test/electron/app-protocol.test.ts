import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '#host/renderer-files.ts'
import { setUpShell } from '#test/support/shell.ts'

async function setUp() {
  const shell = await setUpShell()
  const handler = shell.session().held.schemes.get('app')
  async function get(url: string, method = 'GET') {
    const response = await handler!({ url, method } as Request) // the handler looks at these two alone
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
  return { ...shell, get }
}

describe('the app scheme', () => {
  it('E04 is registered with these privileges and no other, and handled in the windows’ session alone', async () => {
    const { electron, session } = await setUp()
    expect({
      registered: electron.argsOf('protocol.registerSchemesAsPrivileged'),
      handled: electron.argsOf('session.protocol.handle'),
      here: [...session().held.schemes.keys()],
    }).toEqual({
      registered: [[[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]]],
      handled: [['app']],
      here: ['app'],
    })
  })

  it('E06 gives each file with its type and every protecting header', async () => {
    const { get } = await setUp()
    const common = {
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    }
    expect([await get('app://balcao/'), await get('app://balcao/assets/index-abc.js')]).toEqual([
      {
        status: 200,
        headers: { ...common, 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><title>Balcão</title>',
      },
      {
        status: 200,
        headers: { ...common, 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'text/javascript; charset=utf-8' },
        body: 'console.info(1)',
      },
    ])
  })

  it('E05 never leaves its folder, whatever the spelling', async () => {
    const { get, rendererFolder } = await setUp()
    const sibling = `${rendererFolder.split('/').at(-1)}-sibling.js`
    const addresses = [
      'app://balcao/../../etc/passwd',
      'app://balcao/%2e%2e%2f%2e%2e%2fetc/passwd',
      'app://balcao/%252e%252e%252fetc/passwd',
      'app://balcao/..\\..\\etc\\passwd',
      'app://balcao/..%5c..%5cetc%5cpasswd',
      'app://balcao/index.html%00.png',
      'app://balcao/C:/Windows/win.ini',
      'app://balcao//server/share/file.js',
      'app://balcao/index.html::$DATA',
      'app://balcao/CON',
      'app://balcao/linked.js',
      `app://balcao/../${sibling}`,
      `app://balcao/%2e%2e/${sibling}`,
      `app://balcao/${'a'.repeat(5_000)}`,
      'app://balcao/assets',
      'app://balcao/INDEX.HTML',
      'app://evil/index.html',
      'app://balcao.evil/index.html',
      'app://balcao@evil/index.html',
      'app://balcao:81/index.html',
      'app:///index.html',
      'not an address',
    ]
    const answers = await Promise.all(addresses.map(async (address) => [address, await get(address)] as const))
    expect(answers.map(([address, { status, body }]) => [address, status, body])).toEqual(addresses.map((address) => [address, 404, '']))
  })

  it('E05 answers no method but GET and HEAD', async () => {
    const { get } = await setUp()
    const answers = await Promise.all(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'].map((method) => get('app://balcao/', method)))
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [405, ''],
      [405, ''],
      [405, ''],
      [405, ''],
      [200, ''],
    ])
  })

  it('E07 has a policy that lets nothing in but our own files', () => {
    const policy = new Map(CONTENT_SECURITY_POLICY.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]))
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
    })
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-|\*|https?:|data:/)
  })
})

describe('the addresses of files', () => {
  type Asked = { url: string; method?: string; headers?: Record<string, string>; body?: ReadableStream<Uint8Array> | null }

  async function setUpMedia() {
    const shell = await setUp()
    const received: number[] = []
    shell.core.answerMedia = async ({ body }) => {
      for await (const piece of body ?? []) received.push(piece.length)
      return { status: 206, headers: { 'content-range': 'bytes 0-3/9' }, body: Readable.from([Buffer.from('abcd')]) }
    }
    async function ask({ url, method = 'GET', headers = {}, body = null }: Asked) {
      const handler = shell.session().held.schemes.get('app')
      // The handler looks at these alone.
      const response = await handler!({ url, method, headers: new Headers(headers), body } as Request)
      return [response.status, response.headers.get('content-range'), await response.text()]
    }
    return { ask, received, asked: shell.core.mediaAsked }
  }

  it('go to the core as they came, and its answer back as a stream', async () => {
    const { ask, asked } = await setUpMedia()
    const url = 'app://balcao/media/T/file/ID?save'
    expect([await ask({ url, headers: { range: 'bytes=0-3' } }), await ask({ url, method: 'HEAD' })]).toEqual([
      [206, 'bytes 0-3/9', 'abcd'],
      [206, 'bytes 0-3/9', ''],
    ])
    expect(asked).toEqual([
      { method: 'GET', path: 'T/file/ID?save', range: 'bytes=0-3' },
      { method: 'HEAD', path: 'T/file/ID?save', range: null },
    ])
  })

  it('take what our own page uploads, piece by piece', async () => {
    const { ask, received } = await setUpMedia()
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(3))
        controller.enqueue(new Uint8Array(4))
        controller.close()
      },
    })
    const headers = { origin: 'app://balcao', 'sec-fetch-site': 'same-origin' }
    const [status] = await ask({ url: 'app://balcao/media/T/upload?name=x', method: 'POST', headers, body })
    expect([status, received]).toEqual([206, [3, 4]])
  })

  it('E05 are nobody else’s, and know no other method', async () => {
    const { ask, asked } = await setUpMedia()
    const url = 'app://balcao/media/T/file/ID'
    const answers = [
      await ask({ url, headers: { 'sec-fetch-site': 'cross-site' } }),
      await ask({ url, method: 'POST', headers: { origin: 'https://evil.example' } }),
      await ask({ url, method: 'DELETE' }),
      await ask({ url: 'app://evil/media/T/file/ID' }),
      await ask({ url: 'app://balcao/media/../index.html', method: 'POST' }),
    ]
    expect([answers.map(([status]) => status), asked]).toEqual([[403, 403, 405, 404, 405], []])
  })
})

describe('in development, where Vite serves the page,', () => {
  const devOrigin = 'http://127.0.0.1:5173'
  const env = { ELECTRON_RENDERER_URL: devOrigin }

  async function setUpDevelopment() {
    const shell = await setUpShell({ env, electron: { isPackaged: false } })
    shell.core.answerMedia = async () => ({ status: 200, headers: {}, body: Readable.from([Buffer.from('abcd')]) })
    async function ask(url: string, headers: Record<string, string> = {}) {
      const handler = shell.session().held.schemes.get('http')
      const response = await handler!(new Request(url, { headers }))
      return [response.status, await response.text()]
    }
    return { ...shell, ask }
  }

  it('files have the addresses that a window is told, and go to the core as anywhere', async () => {
    const { ask, core, electron } = await setUpDevelopment()
    expect([
      await ask(`${devOrigin}/media/T/file/ID?save`, { range: 'bytes=0-3', 'sec-fetch-site': 'same-origin' }),
      await ask(`${devOrigin}/media/T/file/ID`, { 'sec-fetch-site': 'cross-site' }),
      await ask(`${devOrigin}/media/T/upload`, { origin: 'http://127.0.0.1:8080' }),
    ]).toEqual([
      [200, 'abcd'],
      [403, ''],
      [403, ''],
    ])
    expect([core.mediaAsked, electron.argsOf('session.fetch')]).toEqual([
      [{ method: 'GET', path: 'T/file/ID?save', range: 'bytes=0-3' }],
      [],
    ])
  })

  it('everything else goes on to the network, where the guards of every request stand', async () => {
    const { ask, core, electron } = await setUpDevelopment()
    const addresses = [`${devOrigin}/main.tsx`, `${devOrigin}/`, 'http://127.0.0.1:8080/media/T/file/ID', 'http://evil.example/media/x']
    for (const address of addresses) expect(await ask(address)).toEqual([200, `from ${address}`])
    expect([core.mediaAsked, electron.argsOf('session.fetch')]).toEqual([
      [],
      addresses.map((address) => [address, { bypassCustomProtocolHandlers: true }]),
    ])
  })

  it('the interface need not have been built', async () => {
    const openFiles = () => {
      throw new Error('The interface is not built')
    }
    const { session } = await setUpShell({ env, openFiles, electron: { isPackaged: false } })
    const response = await session().held.schemes.get('app')?.(new Request('app://balcao/'))
    expect(response?.status).toBe(404)
    await expect(setUpShell({ openFiles, electron: { isPackaged: false } })).rejects.toThrow('not built')
  })

  it('E04 is nowhere where the program is packaged, nor where Vite does not run', async () => {
    const shells = [await setUpShell({ env }), await setUpShell({ electron: { isPackaged: false } })]
    expect(shells.map(({ session }) => [...session().held.schemes.keys()])).toEqual([['app'], ['app']])
  })
})
