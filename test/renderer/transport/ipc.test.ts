import { expect, test } from 'vitest'
import { CallError, type Bridge, type BridgePush } from '#contract'
import { createIpcTransport } from '#renderer/transport/ipc.ts'

function connect(call: Bridge['call'] = () => Promise.resolve({ ok: true, output: null })) {
  const heard: unknown[] = []
  let push: (frame: BridgePush) => void = () => {}
  const transport = createIpcTransport({
    call,
    listen(callback) {
      push = callback
      return () => {}
    },
  })
  transport.listen({
    event: (name, payload) => heard.push([name, payload]),
    missed: () => heard.push('missed'),
    state: (state) => heard.push(state),
  })
  return { transport, heard, push: (frame: BridgePush) => push(frame) }
}

test('a call gives the output, or rejects with the failure', async () => {
  const { transport } = connect((method) =>
    Promise.resolve(method === 'desk.status' ? { ok: true, output: { phase: 'welcome' } } : { ok: false, error: { code: 'not-allowed' } }),
  )
  expect(await transport.call('desk.status', {})).toEqual({ phase: 'welcome' })
  await expect(transport.call('staff.add', {})).rejects.toEqual(new CallError('staff.add', { code: 'not-allowed' }))
})

test('events pass; a hole in their numbers and a core that started again ask for a reload', () => {
  const { heard, push } = connect()
  push({ seq: 1, event: 'a', payload: 1 })
  push({ seq: 3, event: 'c', payload: 3 })
  push({ restarted: true })
  push({ seq: 1, event: 'd', payload: 4 })
  expect(heard).toEqual(['connected', ['a', 1], ['c', 3], 'missed', 'missed', ['d', 4]])
})
