import { Button } from '@mantine/core'
import { Problem } from '../api/problem'
import { Trouble } from '../parts/Trouble'

/** What is left of a page when a part of it broke: the cause and a way on, in its place. */
export function Crash({ error, reset }: { error: unknown; reset?: () => void }) {
  const stale = error instanceof Error && /dynamically imported module|module script/i.test(error.message)
  return (
    <Trouble
      title={stale ? 'A newer Broadsheet is running' : 'This page broke'}
      problem={stale ? new Problem(0, 'newer', 'The server has been updated since this page was opened. Load it again to go on.') : Problem.of(error)}
      action={
        <Button variant="default" onClick={() => (stale || !reset ? window.location.reload() : reset())}>
          {stale ? 'Load again' : 'Try again'}
        </Button>
      }
    />
  )
}
