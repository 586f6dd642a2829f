/** A WebSocket whose other end is the test. */
export class FakeSocket extends EventTarget {
  readonly sent: unknown[] = []
  isClosed = false

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(): void {
    this.isClosed = true
  }

  opens(): void {
    this.dispatchEvent(new Event('open'))
  }

  receives(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  drops(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }))
  }
}
