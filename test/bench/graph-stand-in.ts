import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Takes every send and every mark, at once and without a thought: where Meta would be. */
export async function startGraph(): Promise<{ url: string; stop(): Promise<void> }> {
  let sends = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sends += 1
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answerTo(Buffer.concat(chunks).toString(), sends)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP: the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answerTo(body: string, count: number): unknown {
  const asked = body === '' ? {} : (JSON.parse(body) as { to?: string; recipient?: string; text?: unknown })
  if (asked.text === undefined) return { success: true }
  const input = asked.to ?? asked.recipient
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input, wa_id: asked.to }],
    messages: [{ id: `wamid.BENCH${process.pid}${count}`, message_status: 'accepted' }],
  }
}
