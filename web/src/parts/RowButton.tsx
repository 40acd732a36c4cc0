import { ActionIcon, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

/** A row's action as an icon: the verb in its tooltip, the verb and the row's name for screen readers. */
export function RowButton({ verb, name, icon: Mark, onClick, disabled }: { verb: string; name: string; icon: Icon; onClick: () => void; disabled?: boolean }) {
  return (
    <Tooltip label={verb}>
      <ActionIcon aria-label={`${verb} ${name}`} onClick={onClick} disabled={disabled}>
        <Mark size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}
