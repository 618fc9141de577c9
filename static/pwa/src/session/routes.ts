import type { RouteRecordRaw } from 'vue-router'

const messages = ['account']

export const sessionRoutes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInScreen.vue'), meta: { shell: 'bare', messages, public: true, title: 'account.signIn.title' } },
  { path: '/pin', name: 'pin', component: () => import('./PinScreen.vue'), meta: { shell: 'bare', messages, public: true, title: 'account.pin.title' } },
  { path: '/enrol', name: 'enrol', component: () => import('./EnrolScreen.vue'), meta: { shell: 'bare', messages, public: true, title: 'account.enrol.title' } },
  { path: '/me', name: 'me', component: () => import('./AccountScreen.vue'), meta: { shell: 'auto', messages, title: 'core.nav.me' } },
  { path: '/desk/account', redirect: '/me' },
  { path: '/unsent', name: 'unsent', component: () => import('./UnsentScreen.vue'), meta: { shell: 'auto', messages, title: 'account.unsent.title' } },
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./NowhereScreen.vue'), meta: { shell: 'auto', title: 'core.nowhere.title', public: true } },
]
