// @vitest-environment node
import { expect, test } from 'vitest'
import { EventReader } from './events'

test('Events are read whatever pieces they come in', () => {
  const text = 'event: ready\nid: 0-1\nretry: 2000\ndata: null\n\nevent: change\nid: 0-2\ndata: {"type":"run"}\n\n: comment\nevent: change\nid: 0-3\ndata: {"a":\ndata: 1}\n\n'
  for (const size of [1, 3, 7, text.length]) {
    const reader = new EventReader()
    const found = []
    for (let at = 0; at < text.length; at += size) found.push(...reader.read(text.slice(at, at + size)))
    expect(found).toEqual([
      { id: '0-1', type: 'ready', data: 'null' },
      { id: '0-2', type: 'change', data: '{"type":"run"}' },
      { id: '0-3', type: 'change', data: '{"a":\n1}' },
    ])
    expect(reader.lastId).toBe('0-3')
  }
})

test('An event that has not ended yet is not given out', () => {
  const reader = new EventReader()
  expect(reader.read('event: change\ndata: {}\n')).toEqual([])
  expect(reader.read('\n')).toHaveLength(1)
})
