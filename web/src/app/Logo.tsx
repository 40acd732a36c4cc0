import { Link } from '../parts/Link'
import classes from './shell.module.css'

export function Mark({ size = 26 }: { size?: number }) {
  return <img src="/favicon.svg" width={size} height={size} alt="" />
}

export function Logo() {
  return (
    <Link to="/" className={classes.logo}>
      <Mark />
      Broadsheet
    </Link>
  )
}
