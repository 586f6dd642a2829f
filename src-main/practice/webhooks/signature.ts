import { createHmac } from 'node:crypto'

/** The bytes and the signature headers of one webhook. Meta escapes everything outside ASCII, and slashes. */
export function signedBody(payload: unknown, appSecret: string): { bytes: Buffer; headers: Record<string, string> } {
  const bytes = Buffer.from(escaped(JSON.stringify(payload)), 'latin1')
  return {
    bytes,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'facebookexternalua',
      Accept: '*/*',
      'Content-Length': String(bytes.length),
      'X-Hub-Signature': 'sha1=' + createHmac('sha1', appSecret).update(bytes).digest('hex'),
      'X-Hub-Signature-256': 'sha256=' + createHmac('sha256', appSecret).update(bytes).digest('hex'),
    },
  }
}

function escaped(json: string): string {
  return json.replace(/\//g, '\\/').replace(/[\u0080-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}
