import type { ButtonHTMLAttributes, Ref } from 'react'
import classes from './parts.module.css'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'className'> & { 'aria-label': string; ref?: Ref<HTMLButtonElement> }

/** An icon that does something, for lists of many rows: the browser's own button, drawn with a class. */
export function IconButton(props: Props) {
  return <button type="button" className={classes.iconButton} {...props} />
}
