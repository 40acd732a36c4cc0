import { useMe } from '../api/me'
import { Link } from '../parts/Link'
import { pages, type PageEntry } from './pages'
import classes from './shell.module.css'

const groups = { main: null, settings: 'Settings', admin: 'Administration' } as const

/** Links to every page there is that its reader may see. */
export function Navigation({ open, path }: { open: boolean; path: string }) {
  const { may } = useMe()
  const shown = pages.filter((page) => page.nav && (!page.needs || may(page.needs)))
  const current = currentOf(shown, path)
  return (
    <nav id="navigation" className={classes.nav} data-open={open} aria-label="Pages">
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => {
        const members = shown.filter((page) => page.nav?.group === group)
        if (members.length === 0) return null
        return (
          <div key={group}>
            {groups[group] && <h2 className={classes.navTitle}>{groups[group]}</h2>}
            <ul>
              {members.map((page) => {
                const Icon = page.nav!.icon
                return (
                  <li key={page.path}>
                    <Link to={page.path} className={classes.navLink} aria-current={page === current ? 'page' : undefined}>
                      <Icon size={18} stroke={1.7} aria-hidden />
                      {page.label}
                    </Link>
                  </li>
                )
              })}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

/** The page itself, or the one that it hangs below. */
function currentOf(shown: PageEntry[], path: string) {
  return shown.filter((page) => path === page.path || (page.path !== '/' && path.startsWith(page.path + '/'))).sort((a, b) => b.path.length - a.path.length)[0]
}
