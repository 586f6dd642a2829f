import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SecretService = {
  /** What a program needs in its environment to find this keychain and no other. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/**
 * A real D-Bus session and a real gnome-keyring of their own, unlocked, in a temporary home: the tester's keychain is not touched.
 */
export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'balcao-keyring-'))
  const env = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_RUNTIME_DIR: home,
  }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const address = await firstLine(bus, 'dbus-daemon')
  const keyring = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', `--control-directory=${join(home, 'control')}`],
    { env: { ...env, DBUS_SESSION_BUS_ADDRESS: address }, stdio: ['pipe', 'pipe', 'ignore'] },
  )
  keyring.stdin?.end('a password for tests')
  await waitForSecrets(address)
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    async stop() {
      // On its way out it writes its files once more.
      for (const child of [keyring, bus]) await ended(child)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

function firstLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('error', (cause) => reject(new Error(`${name} could not be started; it is a package of the same name`, { cause })))
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end).trim())
    })
  })
}

/** The daemon answers on the bus a moment after it starts. */
async function waitForSecrets(address: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await ownsSecrets(address)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('gnome-keyring did not come up within 5 seconds')
}

function ownsSecrets(address: string): Promise<boolean> {
  const question = [`--bus=${address}`, '--print-reply=literal', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner']
  return new Promise((resolve) => {
    const child = spawn('dbus-send', [...question, 'string:org.freedesktop.secrets'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.once('error', () => resolve(false))
    child.once('close', () => resolve(text.includes('true')))
  })
}
