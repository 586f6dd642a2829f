export { createCore, type Connection, type Core, type CoreOptions } from './create-core.ts'
export type { Ports } from './ports.ts'
