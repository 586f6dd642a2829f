import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

/**
 * Each wall is proved by breaking it: a copy of the lint configuration judges deliberately wrong files, one a wall, and right ones
 * beside them. A wall that lets its wrong file through is down.
 */
const root = resolve(import.meta.dirname, '../..')

const wrong: Record<string, string> = {
  'src-contract/node.ts': `import { readFileSync } from 'node:fs'`,
  'src-contract/react.ts': `import { useState } from 'react'`,
  'src-contract/core.ts': `import { sql } from '#core/db/sql.ts'`,
  'src-main/core/inbox/electron.ts': `import { app } from 'electron'`,
  'src-main/core/inbox/socket.ts': `import { WebSocketServer } from 'ws'`,
  'src-main/core/inbox/host.ts': `import { x } from '#host/secrets.ts'`,
  'src-main/core/inbox/practice.ts': `import { x } from '#practice/create-practice.ts'`,
  'src-main/core/inbox/keychain.ts': `import { AsyncEntry } from 'keytar'`,
  'src-main/core/inbox/renderer.ts': `import { x } from '#renderer/main.tsx'`,
  'src-main/core/inbox/climbing.ts': `import { x } from '../../host/secrets.ts'`,
  'src-main/core/inbox/service.ts': `import { findStaff } from '../staff/repository.ts'`,
  'src-main/core/inbox/handlers.ts': `import { listConversations } from './repository.ts'`,
  'src-main/core/staff/handlers.ts': `import { sql } from '../db/sql.ts'`,
  'src-main/core/inbox/repository.ts': `import { createInbox } from './service.ts'`,
  'src-main/core/whatsapp/domain.ts': `import { createInbox } from '../inbox/service.ts'`,
  'src-main/core/lib/domain.ts': `import { createInbox } from '#core/inbox/service.ts'`,
  'src-main/practice/core.ts': `import { sql } from '#core/db/sql.ts'`,
  'src-main/practice/contract.ts': `import { methods } from '#contract'`,
  'src-main/host/electron.ts': `import { app } from 'electron'`,
  'src-main/host/socket.ts': `import { WebSocketServer } from 'ws'`,
  'src-main/serve/electron.ts': `import { app } from 'electron'`,
  'src-main/serve/renderer.ts': `import { x } from '#renderer/main.tsx'`,
  'src-main/electron/socket.ts': `import { WebSocketServer } from 'ws'`,
  'src-main/electron/serve.ts': `import { x } from '#serve/create-server.ts'`,
  'src-main/cli/electron.ts': `import { app } from 'electron'`,
  'src-preload/core.ts': `import { sql } from '#core/db/sql.ts'`,
  'src-preload/node.ts': `import { readFileSync } from 'node:fs'`,
  'src-renderer/core.ts': `import { sql } from '#core/db/sql.ts'`,
  'src-renderer/node.ts': `import { readFileSync } from 'node:fs'`,
  'src-renderer/electron.ts': `import { ipcRenderer } from 'electron'`,
  'src-renderer/features/inbox/client.ts': `import { connect } from '#renderer/transport/websocket.ts'`,
  'src-renderer/stores/feature.ts': `import { x } from '#renderer/features/inbox/inbox-screen.tsx'`,
  'src-renderer/ui/store.ts': `import { x } from '#renderer/stores/session.ts'`,
  'src-renderer/ui/sideways.ts': `import { x } from '../stores/session.ts'`,
}

const right: Record<string, string> = {
  'src-contract/right.ts': `import { z } from 'zod'`,
  'src-main/core/inbox/right.ts': `import { readFileSync } from 'node:fs'`,
  'src-main/core/inbox/right-domain.ts': `import { createStaff } from '../staff/service.ts'`,
  'src-main/core/whatsapp/right.ts': `import { assert } from '../lib/assert.ts'`,
  'src-main/practice/right.ts': `import { createServer } from 'node:http'`,
  'src-main/host/right.ts': `import { AsyncEntry } from 'keytar'`,
  'src-main/serve/right.ts': `import { WebSocketServer } from 'ws'`,
  'src-main/electron/right.ts': `import { app } from 'electron'`,
  'src-preload/right.ts': `import { contextBridge } from 'electron'`,
  'src-renderer/features/inbox/right.ts': `import { x } from '#renderer/stores/session.ts'`,
  'src-renderer/ui/right.ts': `import { useState } from 'react'`,
}

const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })
let folder: string
let refused: Set<string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'balcao-walls-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  cpSync(join(root, 'oxlint.config.ts'), join(folder, 'oxlint.config.ts'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const [path, text] of Object.entries({ ...wrong, ...right })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${text}\n`)
  }
  refused = lint()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The files in which an import is refused. */
function lint(): Set<string> {
  const args = ['--format', 'json', '-A', 'all', '-D', 'no-restricted-imports', '.']
  let output: string
  try {
    output = execFileSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), ...args], { cwd: folder, encoding: 'utf8' })
  } catch (cause) {
    // It exits with 1 when it finds something, as it should here.
    output = z.object({ stdout: z.string() }).parse(cause).stdout
  }
  const found = report.parse(JSON.parse(output)).diagnostics.filter((one) => one.code.includes('no-restricted-imports'))
  return new Set(found.map((one) => relative(folder, resolve(folder, one.filename))))
}

test.each(Object.keys(wrong))('the wall stands: %s', (path) => {
  expect(refused).toContain(path)
})

test.each(Object.keys(right))('the door is open: %s', (path) => {
  expect(refused).not.toContain(path)
})
