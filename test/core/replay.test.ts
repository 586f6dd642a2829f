import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { listElements, listUnaccounted } from '#cli/body-elements.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { change, inboundText, messagesChange, status, webhook } from '#test/support/webhook-builder.ts'

const run = promisify(execFile)

type Answer = { code: number; out: string; err: string }

async function replay(...options: string[]): Promise<Answer> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(process.cwd(), 'src-main/cli/replay.ts'), ...options])
    return { code: 0, out: stdout, err: stderr }
  } catch (cause) {
    // What `execFile` rejects with when the program ends with another code than 0.
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

function folderOf(files: Record<string, unknown>): string {
  const folder = makeTemporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

const bodies = {
  'a/first.json': webhook(
    messagesChange({ messages: [inboundText('Bom dia', { id: 'wamid.1' })], statuses: [status('read', { id: 'wamid.2' })] }),
  ),
  'a/again.txt': webhook(messagesChange({ messages: [inboundText('Bom dia', { id: 'wamid.1' })] })),
  'b/new-type': webhook(messagesChange({ messages: [inboundText('', { id: 'wamid.3', type: 'hologram', hologram: {} })] })),
  'b/template.json': webhook(change('message_template_status_update', { event: 'APPROVED', message_template_id: 1 })),
  'c/page.json': { object: 'page', entry: [] },
  'c/broken.json': '{"object":',
  'c/empty.json': '',
  'c/list.json': [1, 2],
  'c/first copy.json': webhook(
    messagesChange({ messages: [inboundText('Bom dia', { id: 'wamid.1' })], statuses: [status('read', { id: 'wamid.2' })] }),
  ),
  'c/wrapped.json': { headers: {}, body: JSON.stringify(webhook(messagesChange({ statuses: [status('sent', { id: 'wamid.4' })] }))) },
  'README.md': 'not a body',
}

test('says of each file what became of it, and the totals', async () => {
  const { code, out, err } = await replay(folderOf(bodies))
  expect({ code, err, lines: out.trimEnd().split('\n') }).toEqual({
    code: 0,
    err: '',
    lines: [
      'applied       a/again.txt: 1 message (text)',
      'applied       a/first.json: 1 message (text), 1 status (read), 1 already known',
      'kept unknown  b/new-type: 1 message (unknown type hologram), 1 unknown (unknown-message-type)',
      'applied       b/template.json: 1 account fact (message_template_status_update)',
      'rejected      c/broken.json: not JSON',
      'rejected      c/empty.json: not JSON: the file is empty',
      'applied       c/first copy.json: 1 message (text), 1 status (read), 1 already known; already known: the same bytes as a/first.json',
      'rejected      c/list.json: not ours: a JSON list of 2 with no webhook body in it',
      'rejected      c/page.json: not ours: a webhook of "page"',
      'applied       c/wrapped.json: 1 status (sent)',
      '',
      '10 files: 5 applied, 1 kept unknown, 4 rejected, 0 failed; 8 elements, 0 thrown, 0 unaccounted for',
    ],
  })
})

test('says the same as one JSON document for machines, and leaves nothing behind', async () => {
  const folder = folderOf({ 'one.json': bodies['a/first.json'] })
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('balcao-replay-'))
  const { code, out } = await replay(folder, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    files: [
      {
        file: 'one.json',
        state: 'applied',
        became: '1 message (text), 1 status (read)',
        items: { 'message.text': 1, 'status.read': 1 },
        applied: 2,
        duplicates: 0,
        kept: 0,
        thrown: 0,
        elements: 2,
        unaccounted: [],
      },
    ],
    totals: { files: 1, applied: 1, kept: 0, rejected: 0, failed: 0, elements: 2, thrown: 0, unaccounted: 0 },
  })
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('balcao-replay-'))).toEqual(before)
})

test('ends quietly when nobody reads on, and removes its shop', async () => {
  const folder = folderOf(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}.json`, { entry: index }])))
  const temporary = makeTemporaryFolder()
  const program = spawn(process.execPath, [join(process.cwd(), 'src-main/cli/replay.ts'), folder], {
    env: { ...process.env, TMPDIR: temporary },
  })
  const said: Buffer[] = []
  program.stderr.on('data', (data: Buffer) => said.push(data))
  program.stdout.once('data', () => program.stdout.destroy())
  const [code] = await once(program, 'close')
  expect({ code, said: Buffer.concat(said).toString(), left: readdirSync(temporary) }).toEqual({ code: 0, said: '', left: [] })
})

test.each([[[]], [['a', 'b']], [['.', '--nonsense']], [['/nowhere/at/all']]])(
  'the arguments %j end with 2 and a line that says why',
  async (options) => {
    const { code, out, err } = await replay(...options)
    expect({ code, out, saysWhy: err.length > 0 }).toEqual({ code: 2, out: '', saysWhy: true })
  },
)

test('elements are counted without the decoder, wherever they lie', () => {
  const value = { messages: [{ id: 1 }, { id: 2 }], statuses: { id: 3 }, contacts: [{}], errors: [] }
  const history = { history: [{ threads: [{ messages: [{ id: 4, errors: [{}] }] }], errors: [{ code: 1 }] }] }
  expect(listElements({ entry: [{ changes: [{ value }, { value: history }, { field: 'x', value: null }] }, {}] })).toEqual([
    'entry.0.changes.0.value.messages.0',
    'entry.0.changes.0.value.messages.1',
    'entry.0.changes.0.value.statuses',
    'entry.0.changes.1.value.history.0.threads.0.messages.0',
    'entry.0.changes.1.value.history.0.errors.0',
    'entry.0.changes.2',
    'entry.1',
  ])
  expect(listElements({ body: JSON.stringify({ entry: [{ changes: [{ value: { messages: [{}] } }] }] }) })).toEqual([
    'body.entry.0.changes.0.value.messages.0',
  ])
  expect(listElements({ messages: [{}], contacts: [{}] })).toEqual(['messages.0'])
  // Somebody's own lists around a body are not WhatsApp's.
  expect(listElements([{ input: { entry: [{ changes: [] }] }, expected: { messages: [{}] } }])).toEqual(['0.input.entry.0'])
  expect(listElements({})).toEqual([''])
})

test('an element that no item stands for, holds or lies in is unaccounted for', () => {
  const elements = [
    'entry.0.changes.0.value.messages.0',
    'entry.0.changes.0.value.messages.1',
    'entry.0.changes.1',
    'entry.0.changes.2.value.errors.0',
  ]
  const items = ['entry.0.changes.0.value.messages.0', 'entry.0.changes.1.value', 'entry.0.changes.2']
  expect(listUnaccounted(elements, items)).toEqual(['entry.0.changes.0.value.messages.1'])
})
