import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setUpWindowServer } from '#test/support/window-server.ts'

describe('the files', () => {
  const get = (port: number, path: string, method = 'GET') => [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close']

  it('E06 gives each with its type and every protecting header, and keeps only what has a hash in its name', async () => {
    const { origin } = await setUpWindowServer()
    const names = [
      'content-type',
      'cache-control',
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'permissions-policy',
      'access-control-allow-origin',
    ]
    const seen = []
    for (const path of ['/', '/index.html', '/assets/index-abc.js']) {
      const response = await fetch(origin + path)
      seen.push([
        path,
        response.status,
        ...names.map((name) => response.headers.get(name)),
        response.headers.has('content-security-policy'),
      ])
    }
    // Of all that a page can ask for, the microphone alone, for voice notes.
    const permissions = 'camera=(), microphone=(self), geolocation=(), display-capture=(), usb=(), serial=(), hid=()'
    const common = ['nosniff', 'no-referrer', 'same-origin', 'same-origin', permissions, null, true]
    expect(seen).toEqual([
      ['/', 200, 'text/html; charset=utf-8', 'no-store', ...common],
      ['/index.html', 200, 'text/html; charset=utf-8', 'no-store', ...common],
      ['/assets/index-abc.js', 200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', ...common],
    ])
  })

  it('never gives one from outside its folder', async () => {
    const { folder, port, request } = await setUpWindowServer()
    writeFileSync(`${folder}-sibling.txt`, 'secret')
    symlinkSync('/etc/passwd', join(folder, 'linked.txt'))
    const spellings = [
      '/../etc/passwd',
      '/..%2fetc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/%252e%252e%252fetc/passwd',
      '/assets/../../etc/passwd',
      '/..\\..\\etc\\passwd',
      '/index.html%00.js',
      '//etc/passwd',
      '/C:/Windows/win.ini',
      '/index.html::$DATA',
      '/CON',
      '/linked.txt',
      `/../${folder.split('/').at(-1)}-sibling.txt`,
      'http://evil.example/index.html',
      `/${'a'.repeat(5_000)}`,
      '*',
    ]
    const answers = await Promise.all(spellings.map(async (path) => [path, (await request(get(port, path))).split(' ')[1]]))
    expect(answers).toEqual(spellings.map((path) => [path, '404']))
  })

  it('T13 does nothing for other methods, other hosts and other sites', async () => {
    const { port, core, request } = await setUpWindowServer()
    const status = async (lines: readonly string[]) => (await request(lines)).split(' ')[1]
    expect({
      post: await status([...get(port, '/', 'POST'), 'Content-Length: 0']),
      options: await status([...get(port, '/', 'OPTIONS'), 'Origin: https://evil.example']),
      rebound: await status(['GET / HTTP/1.1', `Host: evil.example:${port}`, 'Connection: close']),
      embedded: await status([...get(port, '/assets/index-abc.js'), 'Sec-Fetch-Site: cross-site']),
      callByGet: await status(get(port, '/ws?method=desk.openShop')),
      head: await status(get(port, '/', 'HEAD')),
      connections: core.connections.length,
    }).toEqual({ post: '405', options: '405', rebound: '403', embedded: '403', callByGet: '404', head: '200', connections: 0 })
  })
})
