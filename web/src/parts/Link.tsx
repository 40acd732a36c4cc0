import { Link as RouterLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'
import { readSearch } from '../app/url'

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** An address of this app, with its query. */
  to: string
  children: ReactNode
  ref?: Ref<HTMLAnchorElement>
}

/** A link within the app. It is the current one where path and query are, not where it only begins like it: two tabs are two. */
export function Link({ to, ...rest }: Props) {
  const [path = '/', query = ''] = to.split('?')
  return <RouterLink to={path as never} search={readSearch(query) as never} activeOptions={{ exact: true, includeSearch: true }} {...rest} />
}
