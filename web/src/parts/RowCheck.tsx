import classes from './parts.module.css'

interface Props {
  label: string
  checked: boolean
  /** Some of those it stands for are checked. */
  mixed?: boolean
  onChange: (checked: boolean) => void
}

/** A box that chooses a row, for lists of many: the browser's own, drawn with a class. */
export function RowCheck({ label, checked, mixed = false, onChange }: Props) {
  return <input type="checkbox" className={classes.rowCheck} aria-label={label} checked={checked} ref={(box) => void (box && (box.indeterminate = mixed))} onChange={(event) => onChange(event.currentTarget.checked)} />
}
