import { IconMapOff } from '@tabler/icons-react'
import { Empty } from '../parts/Empty'
import { Link } from '../parts/Link'

export function NotFoundPage() {
  return (
    <main>
      <Empty page title="There is nothing at this address" icon={IconMapOff} action={<Link to="/">To the overview</Link>}>
        It may have been deleted, or the link is not whole.
      </Empty>
    </main>
  )
}
