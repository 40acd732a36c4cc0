import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { NotFoundPage } from '../pages/NotFound'
import { SignInPage } from '../pages/SignIn'
import { Crash } from './Crash'
import { pages } from './pages'
import { Shell } from './Shell'
import { readSearch, writeSearch } from './url'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signIn = createRoute({ getParentRoute: () => root, path: '/signin', component: SignInPage })

const invitation = createRoute({ getParentRoute: () => root, path: '/invitations/$token', component: lazyRouteComponent(() => import('../pages/Invitation')) })

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const routes = pages.map((page) =>
  createRoute({
    getParentRoute: () => shell,
    path: page.path,
    component: lazyRouteComponent(page.load),
    staticData: { title: page.label },
  }),
)

export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([signIn, invitation, shell.addChildren(routes)]),
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultErrorComponent: Crash,
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    title?: string
  }
}
