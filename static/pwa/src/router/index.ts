import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { deskRoutes } from '@/desk/routes'
import { loadMessages, translate } from '@/i18n'
import { phoneRoutes } from '@/phone/routes'
import { has, onlyGuard, session } from '@/session/session'
import { sessionRoutes } from '@/session/routes'

export const router = createRouter({
  history: createWebHistory(),
  routes: [...phoneRoutes, ...deskRoutes, ...sessionRoutes],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

const NARROW = '(max-width: 767px)'

/** The phone face is for guards; who is also a supervisor gets the desk on a wide screen and may switch. */
export function usesPhoneFace(): boolean {
  return onlyGuard.value || (has('guard') && matchMedia(NARROW).matches)
}

export function deskHome(): string {
  return deskRoutes.find((route) => has(...(route.meta?.roles ?? [])))?.path ?? '/me'
}

function entrance(to: RouteLocationNormalized) {
  const next = to.fullPath === '/' ? undefined : { next: to.fullPath }
  return { name: session.phone ? 'pin' : 'sign-in', query: next }
}

router.beforeEach((to) => {
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
