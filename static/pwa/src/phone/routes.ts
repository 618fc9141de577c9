import { House, QrCode, TriangleAlert, GraduationCap, CircleUserRound } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'
import type { NavItem } from '@/router/meta'

const phone = { shell: 'phone' as const, messages: ['phone'] }

export const phoneRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./HomeScreen.vue'), meta: { ...phone, title: 'core.nav.rounds' } },
  { path: '/rounds', redirect: '/' },
  { path: '/rounds/:id', name: 'round', component: () => import('./RoundScreen.vue'), props: true, meta: { ...phone, title: 'core.nav.round' } },
  { path: '/scan', name: 'scan', component: () => import('./ScanScreen.vue'), meta: { ...phone, title: 'core.nav.scan' } },
  { path: '/finding', name: 'finding', component: () => import('./FindingScreen.vue'), meta: { ...phone, title: 'core.nav.finding' } },
  { path: '/my/exceptions', name: 'my-exceptions', component: () => import('./ExceptionsScreen.vue'), meta: { ...phone, title: 'core.nav.exceptions' } },
  { path: '/t/:code', name: 'tag', component: () => import('./TagScreen.vue'), props: true, meta: { ...phone, shell: 'auto', title: 'core.nav.tag' } },
]

/** The dock at the bottom of the phone; five at most, so that each is a thumb wide at 360 px. */
export const phoneNav: NavItem[] = [
  { to: '/', label: 'core.nav.rounds', icon: House },
  { to: '/finding', label: 'core.nav.finding', icon: TriangleAlert },
  { to: '/scan', label: 'core.nav.scan', icon: QrCode },
  { to: '/learn', label: 'core.nav.learn', icon: GraduationCap },
  { to: '/me', label: 'core.nav.me', icon: CircleUserRound },
]
