import { render, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Later, useArrived } from './Later'

/** What was on the page each time that it changed. */
function watched() {
  const seen: string[] = []
  const box = document.createElement('div')
  document.body.append(box)
  const watch = new MutationObserver(() => seen.push(box.textContent ?? ''))
  watch.observe(box, { childList: true, subtree: true, characterData: true })
  return { box, seen }
}

test('What comes later comes in turns, and its room is kept until then', async () => {
  const { box, seen } = watched()
  render(
    <>
      list{' '}
      <Later turn={2} until="room">
        form
      </Later>
      <Later> history</Later>
    </>,
    { container: box },
  )
  await waitFor(() => expect(box.textContent).toBe('list form history'))
  const order = seen.map((text) => (text.includes('form') ? 2 : text.includes('history') ? 1 : 0))
  expect(order).toEqual([...order].sort())
  if (order.includes(1)) expect(seen[order.indexOf(1)]).toBe('list room history')
})

function Arrival({ here }: { here: boolean }) {
  return <p>{useArrived(here) ? 'here' : 'on its way'}</p>
}

test('What was here already is drawn at once, what comes a moment later, and what goes goes at once', async () => {
  const { rerender } = render(<Arrival here />)
  expect(screen.getByText('here')).toBeTruthy()
  rerender(<Arrival here={false} />)
  expect(screen.getByText('on its way')).toBeTruthy()
  rerender(<Arrival here />)
  expect(await screen.findByText('here')).toBeTruthy()
})
