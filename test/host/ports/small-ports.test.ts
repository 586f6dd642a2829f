import { argon2Sync } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hash, verify } from '@node-rs/argon2'
import { Redacted } from '#core/lib/redacted.ts'
import { createArgon2Passwords } from '#host/ports/argon2-passwords.ts'
import { createFileLog } from '#host/ports/file-log.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

describe('ids', () => {
  it('grow strictly, within one millisecond and when the wall clock is set back', () => {
    const clock = createFakeClock()
    const ids = createSystemIds({ clock })
    const made = Array.from({ length: 1_000 }, () => ids.ulid())
    clock.setWall(clock.now() - 3_600_000)
    made.push(...Array.from({ length: 1_000 }, () => ids.ulid()))
    clock.setWall(clock.now() + 7_200_000)
    made.push(ids.ulid())
    expect(made).toEqual([...new Set(made)].toSorted())
    expect(made.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true)
  })

  it('begin with the time, as the ULID specification says', () => {
    // 1469918176385 is "01ARYZ6S41" in its README's example.
    expect(
      createSystemIds({ clock: { now: () => 1_469_918_176_385 } })
        .ulid()
        .slice(0, 10),
    ).toBe('01ARYZ6S41')
  })
})

describe('the clock', () => {
  it('calls once, and not at all after it was cancelled', async () => {
    const clock = createSystemClock()
    const calls: string[] = []
    const cancel = clock.after(1, () => calls.push('cancelled'))
    cancel()
    await new Promise<void>((resolve) => clock.after(2, () => (calls.push('kept'), resolve())))
    expect(calls).toEqual(['kept'])
  })

  it('does not call at once for a delay longer than a timer can hold', async () => {
    const clock = createSystemClock()
    let isCalled = false
    const cancel = clock.after(30 * 86_400_000, () => (isCalled = true))
    await new Promise<void>((resolve) => clock.after(20, resolve))
    cancel()
    expect(isCalled).toBe(false)
  })
})

describe('passwords', () => {
  const pepper = new Redacted(Buffer.alloc(32, 7))

  it('are hashed with Argon2id at the set cost, each with a salt of its own, and verified', async () => {
    const passwords = createArgon2Passwords()
    const [first, second] = await Promise.all([passwords.hash('açaí com granola', pepper), passwords.hash('açaí com granola', pepper)])
    expect({
      cost: first.startsWith('$argon2id$v=19$m=65536,t=3,p=1$'),
      areSame: first === second,
      right: await passwords.verify(first, 'açaí com granola', pepper),
      wrong: await passwords.verify(first, 'acai com granola', pepper),
      isOutdated: passwords.isOutdated(first),
    }).toEqual({ cost: true, areSame: false, right: true, wrong: false, isOutdated: false })
  })

  it('make the same key of a passphrase each time, as OpenSSL does, and another with another salt or cost', async () => {
    const { deriveKey } = createArgon2Passwords()
    const salt = Buffer.from('known-answer-16b')
    const cost = { memoryKiB: 64, passes: 3, lanes: 1 }
    const derive = async (...given: Parameters<typeof deriveKey>) => (await deriveKey(...given)).reveal().toString('hex')
    const key = await derive('sete capivaras no telhado', salt, cost)
    const own = { message: Buffer.from('sete capivaras no telhado'), nonce: salt, memory: 64, passes: 3, parallelism: 1, tagLength: 32 }
    const others = [
      await derive('sete capivaras no telhadO', salt, cost),
      await derive('sete capivaras no telhado', Buffer.from('another-answer-b'), cost),
      await derive('sete capivaras no telhado', salt, { ...cost, passes: 4 }),
      await derive('sete capivaras no telhado', salt, { ...cost, memoryKiB: 128 }),
    ]
    expect([key, new Set([key, ...others]).size]).toEqual([argon2Sync('argon2id', own).toString('hex'), 5])
  })

  it('T19: cannot be tried out by whoever has the hash but not the pepper', async () => {
    const passwords = createArgon2Passwords()
    const phc = await passwords.hash('739164', pepper)
    expect(await passwords.verify(phc, '739164', new Redacted(Buffer.alloc(32, 8)))).toBe(false)
    expect(await verify(phc, '739164')).toBe(false)
  })

  it('are what OpenSSL makes of the same password, salt and secret', async () => {
    const phc = await createArgon2Passwords().hash('açaí com granola', pepper)
    const [, , , , salt = '', tag = ''] = phc.split('$')
    const made = argon2Sync('argon2id', {
      message: 'açaí com granola',
      nonce: Buffer.from(salt, 'base64'),
      secret: pepper.reveal(),
      memory: 64 * 1024,
      passes: 3,
      parallelism: 1,
      tagLength: 32,
    })
    expect(Buffer.from(tag, 'base64')).toEqual(made)
  })

  it.each([
    ['less memory', { memoryCost: 19 * 1024 - 8, timeCost: 3, parallelism: 1 }],
    ['fewer passes', { memoryCost: 64 * 1024, timeCost: 1, parallelism: 1 }],
    ['another algorithm', { algorithm: 1, memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 }],
  ])('are refused when they were hashed with %s than is safe, though the password is right', async (_what, cost) => {
    const phc = await hash('right', { algorithm: 2, ...cost, secret: pepper.reveal() })
    await expect(createArgon2Passwords().verify(phc, 'right', pepper)).rejects.toThrow('less work than is safe')
  })

  it('are taken, and to be hashed anew, when they were hashed with enough but not with what is usual now', async () => {
    const passwords = createArgon2Passwords()
    const phc = await hash('right', { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, secret: pepper.reveal() })
    expect([await passwords.verify(phc, 'right', pepper), passwords.isOutdated(phc)]).toEqual([true, true])
  })

  it('reject for a stored hash that is none', async () => {
    await expect(createArgon2Passwords().verify('plain', 'plain', pepper)).rejects.toThrow()
  })
})

describe('the log', () => {
  function setUp(options: { maxBytes?: number } = {}) {
    const path = join(makeTemporaryFolder(), 'logs', 'core.log')
    const log = createFileLog({ path, clock: createFakeClock(), ...options })
    const lines = (): Record<string, unknown>[] =>
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    return { path, log, lines }
  }

  it('is one JSON line an entry, in a file that only its owner can read', () => {
    const { log, path, lines } = setUp()
    log.info('call', { method: 'desk.status', durationMs: 3 })
    log.warn('slow')
    log.error('failed', { ref: 'R1' }, new Error('no space', { cause: new Error('disk') }))
    const at = '2026-11-23T12:00:00.000Z'
    expect(lines()).toEqual([
      { at, level: 'info', event: 'call', method: 'desk.status', durationMs: 3 },
      { at, level: 'warn', event: 'slow' },
      { at, level: 'error', event: 'failed', ref: 'R1', cause: expect.stringMatching(/^Error: no space\n[^]*caused by Error: disk\n/) },
    ])
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
  })

  it('escapes what would act on a terminal or turn the reading direction', () => {
    const { log, path } = setUp()
    log.info('name', { value: 'a\u001b[31m\u009b31m\u202e\u2028\u200f\n\u007fb' })
    expect(readFileSync(path, 'utf8')).toContain(String.raw`"a\u001b[31m\u009b31m\u202e\u2028\u200f\n\u007fb"`)
  })

  it('cuts what is too long', () => {
    const { log, lines } = setUp()
    log.info('long', { value: 'x'.repeat(10_000) })
    expect(String(lines()[0]?.['value'])).toHaveLength(501)
  })

  it('starts a new file at its size, and keeps one old one', () => {
    const { log, path, lines } = setUp({ maxBytes: 1_000 })
    for (let count = 0; count < 100; count += 1) log.info('tick', { count })
    expect(statSync(path).size).toBeLessThanOrEqual(1_000)
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(1_000)
    expect(lines().at(-1)).toMatchObject({ count: 99 })
  })

  it('writes into no file but its own when a new one cannot be opened, and begins again when it can', () => {
    const { log, path, lines } = setUp({ maxBytes: 100 })
    log.info('before')
    rmSync(dirname(path), { recursive: true })
    log.info('too much for one file', { value: 'x'.repeat(100) })
    // The system gives the number of the closed log to the next file that is opened: a database, in real life.
    const stranger = takeLowestFile()
    log.info('lost')
    const written = readFileSync(stranger, 'utf8')
    mkdirSync(dirname(path))
    log.info('after')
    expect({ written, lines: lines().map((line) => line['event']) }).toEqual({ written: '', lines: ['after'] })
  })

  it('writes nothing once it is closed', () => {
    const { log, lines } = setUp()
    log.info('before')
    log.close()
    const stranger = takeLowestFile()
    log.info('after')
    log.close()
    expect({ written: readFileSync(stranger, 'utf8'), lines: lines().map((line) => line['event']) }).toEqual({
      written: '',
      lines: ['before'],
    })
  })

  function takeLowestFile(): string {
    const path = join(makeTemporaryFolder(), 'stranger')
    const file = openSync(path, 'a')
    onTestFinished(() => closeSync(file))
    return path
  }
})
