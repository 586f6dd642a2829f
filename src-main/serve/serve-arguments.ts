import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { GRAPH_URL, parseGraphUrl } from '#host/graph-url.ts'
import type { NodeHostOptions } from './node-host.ts'

export const SERVE_USAGE =
  'npm run serve -- --shop DIR [--practice] [--port N] [--webhook-port N] [--tickets N] [--speed N] [--open] [--graph LOOPBACK_URL] [--verbose]'

export type ServeArguments = Omit<NodeHostOptions, 'gaveUp' | 'devOrigin' | 'rendererFolder'> & {
  readonly open: boolean
  /** How many windows get an address at the start. */
  readonly tickets: number
}

const TICKETS_MAX = 16
const SPEED_MAX = 1_000

/** Throws with a sentence that says what is wrong. */
export function parseServeArguments(argv: readonly string[]): ServeArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      shop: { type: 'string' },
      practice: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      'webhook-port': { type: 'string', default: '0' },
      tickets: { type: 'string', default: '1' },
      speed: { type: 'string', default: '1' },
      graph: { type: 'string', default: GRAPH_URL },
      open: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  })
  if (values.shop === undefined || values.shop === '') throw new Error('--shop DIR is missing: the folder of the shop, made when needed')
  const dataFolder = resolve(values.shop)
  return {
    dataFolder,
    folders: values.practice
      ? { practice: dataFolder, shop: join(dataFolder, 'shop') }
      : { shop: dataFolder, practice: join(dataFolder, 'practice') },
    openAtStart: values.practice ? 'practice' : 'shop',
    graphUrl: parseGraphUrl(values.graph),
    port: parseNumber('--port', values.port, 0, 65_535),
    webhookPort: parseNumber('--webhook-port', values['webhook-port'], 0, 65_535),
    tickets: parseNumber('--tickets', values.tickets, 1, TICKETS_MAX),
    practice: { speed: parseNumber('--speed', values.speed, 1, SPEED_MAX) },
    open: values.open,
    isVerbose: values.verbose,
  }
}

function parseNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new Error(`${name} takes a whole number from ${min} to ${max}`)
  return value
}
