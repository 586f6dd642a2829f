import { execFile } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

/** A value that really went over the wire, and the type it should be of, as written in TypeScript. */
export type Claim = { readonly name: string; readonly type: string; readonly value: unknown }

/**
 * What the TypeScript compiler says against each claim: one line a complaint, `where: what`, and nothing for a claim that holds. Each value
 * is checked as a literal, so that a property which its type does not know is a complaint, too.
 */
export async function complaintsOf(imports: string, claims: readonly Claim[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const folder = makeTemporaryFolder()
  const names = claims.map(({ name }) => name)
  // One claim a line: the line of a complaint says whose it is.
  const lines = [imports, ...claims.map(({ type, value }, index) => `export const claim${index}: ${type} = ${JSON.stringify(value)}`)]
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'ESNext',
    moduleResolution: 'bundler',
    types: [],
    target: 'ES2024',
  }
  await Promise.all([
    symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction'),
    writeFile(join(folder, 'claims.ts'), lines.join('\n')),
    writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['claims.ts'] })),
  ])
  const said = await compile(folder)

  const complaints: Record<string, string[]> = {}
  for (const line of said.split('\n')) {
    const [, lineNumber, message] = /^claims\.ts\((\d+),\d+\): error (.*)$/.exec(line) ?? []
    if (message === undefined) continue
    const name = names[Number(lineNumber) - 2]
    if (name === undefined) throw new Error('The imports do not compile: ' + message)
    ;(complaints[name] ??= []).push(inShort(message))
  }
  return complaints
}

function compile(folder: string): Promise<string> {
  return new Promise((done, fail) => {
    const compiler = resolve('node_modules/typescript/bin/tsc')
    execFile(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => {
        // A compiler that found something ends with 1 or 2; anything else is that it did not run.
        if (error !== null && error.code !== 1 && error.code !== 2) fail(error)
        else done(stdout)
      },
    )
  })
}

/** The types in a complaint fill whole screens; what is compared is what was not expected. */
function inShort(message: string): string {
  const unknown = /may only specify known properties, (?:and|but) '"?(\w+)"?' does not exist/.exec(message)?.[1]
  if (unknown !== undefined) return `does not know ${unknown}`
  const missing = /Property '(\w+)' is missing in type/.exec(message)?.[1]
  if (missing !== undefined) return `wants ${missing}`
  const mismatch = /Type '(.+?)' is not assignable to (?:parameter of )?type '(.+?)'/.exec(message)
  if (mismatch !== null) return `${cut(mismatch[1])} is not ${cut(mismatch[2])}`
  return message
}

function cut(text = ''): string {
  return text.length > 60 ? text.slice(0, 57) + '…' : text
}
