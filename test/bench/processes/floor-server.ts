import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openFloor } from '../floor-database.ts'
import { endWithParent } from './end-with-parent.ts'

/**
 * `floor-server.ts FILE each|grouped`: the least that keeps the promise of a webhook receiver. Stores the bare body, committed with full
 * durability, before it answers 200; each in a commit of its own, or those that came meanwhile together.
 */
endWithParent()
const [path = '', mode = 'each'] = process.argv.slice(2)
const floor = openFloor(path)
floor.exec('CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT')
const insert = floor.prepare('INSERT INTO bodies (body) VALUES (?)')
const insertAll = floor.transaction((group: readonly Waiting[]) => {
  for (const { body } of group) insert.run(body)
})

type Waiting = { readonly body: Buffer; readonly response: ServerResponse }
const waiting: Waiting[] = []

function store(posted: Waiting): void {
  if (mode === 'each') {
    insert.run(posted.body)
    answer(posted)
    return
  }
  waiting.push(posted)
  if (waiting.length === 1) setImmediate(storeGroup)
}

function storeGroup(): void {
  const group = waiting.splice(0)
  insertAll(group)
  for (const posted of group) answer(posted)
}

function answer({ response }: Waiting): void {
  response.writeHead(200, { 'content-length': '0' }).end()
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => store({ body: Buffer.concat(chunks), response }))
})
server.listen(0, '127.0.0.1', () => {
  // Listening on TCP: the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/webhook` })}\n`)
})
