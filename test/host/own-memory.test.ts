import { expect, it } from 'vitest'
import { ownMemoryOf, releaseMemoryOf } from '#host/own-memory.ts'

it('gives back the memory of bytes that have their own, however often it is asked to', () => {
  const bytes = Buffer.allocUnsafeSlow(1000)
  const memory = ownMemoryOf(bytes)
  releaseMemoryOf(bytes)
  releaseMemoryOf(bytes)
  expect([memory?.byteLength, bytes.length, ownMemoryOf(bytes)]).toEqual([0, 0, null])
})

it('leaves bytes alone that share their memory with others', () => {
  const bytes = Buffer.from('a piece of a common buffer')
  const part = Buffer.allocUnsafeSlow(1000).fill('b').subarray(0, 3)
  releaseMemoryOf(bytes)
  releaseMemoryOf(part)
  expect([ownMemoryOf(bytes), bytes.toString(), ownMemoryOf(part), part.toString()]).toEqual([
    null,
    'a piece of a common buffer',
    null,
    'bbb',
  ])
})
