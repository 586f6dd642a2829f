import type { Operation } from '../operation.ts'
import { fetchFile } from './fetch-file.ts'
import { firstRun } from './first-run.ts'
import { ingest, ingestLong } from './ingest.ts'
import { kitOpen } from './kit-open.ts'
import { migrateOperations } from './migrate.ts'
import { react } from './react.ts'
import { rekey } from './rekey.ts'
import { sendFile } from './send-file.ts'
import { sendLater } from './send-later.ts'
import { send } from './send.ts'

export const operations: readonly Operation[] = [
  ingest,
  ingestLong,
  send,
  fetchFile,
  sendFile,
  react,
  sendLater,
  firstRun,
  kitOpen,
  rekey,
  ...migrateOperations,
]

export function operationNamed(name: string): Operation {
  const operation = operations.find((each) => each.name === name)
  if (operation === undefined) throw new Error(`No operation ${name}; there are ${operations.map((each) => each.name).join(', ')}`)
  return operation
}
