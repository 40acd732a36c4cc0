import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useShortcuts } from '../app/keyboard'

interface Props {
  children: string
  /** What the list of shortcuts calls it, where that is not what the button says. */
  label?: string
  onAdd: () => void
  disabled?: boolean
}

/** The action of a page that lists things: the button, and N. Shown to those who may. */
export function AddButton({ children, label, onAdd, disabled = false }: Props) {
  useShortcuts([{ key: 'n', label: label ?? children, run: onAdd }], !disabled)
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={onAdd} disabled={disabled}>
      {children}
    </Button>
  )
}
