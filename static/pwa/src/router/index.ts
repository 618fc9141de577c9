import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { loadMessages, translate } from '@/i18n'
import { phoneRoutes } from '@/phone/routes'
import { has, onlyGuard, session } from '@/session/session'
import { sessionRoutes } from '@/session/routes'

/** Tables of screens that come with the first of them; a guard's first screen does not wait for their names. */
const LATER = {
  desk: { path: '/desk/:rest(.*)*', routes: async () => (await import('@/desk/routes')).deskRoutes },
  shifts: { path: '/shifts/:rest(.*)*', routes: async () => (await import('@/phone/shifts/routes')).shiftsRoutes },
  learning: { path: '/:area(learn|s|v)/:rest(.*)*', routes: async () => (await import('@/phone/learning/routes')).learningRoutes },
}
const waiting = Object.entries(LATER).map(([name, { path }]): RouteRecordRaw => ({ path, name, component: () => null, meta: { shell: 'bare', public: true, title: 'core.name' } }))

export const router = createRouter({
  history: createWebHistory(),
  routes: [...phoneRoutes, ...waiting, ...sessionRoutes],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

const NARROW = '(max-width: 767px)'

/** The phone face is for guards; who is also a supervisor gets the desk on a wide screen and may switch. */
export function usesPhoneFace(): boolean {
  return onlyGuard.value || (has('guard') && matchMedia(NARROW).matches)
}

const isLater = (name: unknown): name is keyof typeof LATER => typeof name === 'string' && name in LATER

/** Puts a table in the place of what stood for it. */
async function add(name: keyof typeof LATER): Promise<void> {
  const routes: RouteRecordRaw[] = await LATER[name].routes()
  routes.forEach((route) => router.addRoute(route))
  router.removeRoute(name)
}

async function deskHome(): Promise<string> {
  return (await LATER.desk.routes()).find((route) => has(...(route.meta?.roles ?? [])))?.path ?? '/me'
}

function entrance(to: RouteLocationNormalized) {
  const next = to.fullPath === '/' ? undefined : { next: to.fullPath }
  return { name: session.phone ? 'pin' : 'sign-in', query: next }
}

router.beforeEach(async (to) => {
  if (isLater(to.name)) {
    await add(to.name)
    return { path: to.path, query: to.query, hash: to.hash, replace: true }
  }
  if (!to.meta.public && !session.me) return entrance(to)
  if (to.meta.roles && !has(...to.meta.roles)) return { path: '/' }
  if (to.name === 'home' && !usesPhoneFace() && !(has('guard') && to.query.face === 'phone')) return deskHome()
  return true
})

router.beforeResolve((to) => loadMessages(to.meta.messages ?? []))

router.afterEach((to) => {
  document.title = `${translate(to.meta.title)} · ${translate('core.name')}`
})

/** A chunk of an older version is gone: load the page anew, once. */
router.onError((error, to) => {
  if (!/import|fetch|module/i.test(String(error)) || sessionStorage.getItem('anxun.reloaded') === to.fullPath) return
  sessionStorage.setItem('anxun.reloaded', to.fullPath)
  location.assign(to.fullPath)
})
