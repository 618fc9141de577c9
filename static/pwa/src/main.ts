import { createApp } from 'vue'
import App from './App.vue'
import { i18n, loadMessages } from './i18n'
import { router } from './router'
import { refreshMe, restore } from './session/session'
import './session/theme'
import { pause } from './ui/inTurns'
import './ui/theme.css'

/** All of the app is fetched to be kept for offline use: what the guard is waiting for goes first. */
const KEEP_APP_AFTER_MS = 3_000

/** What a first paint does not need: sending, the person's latest roles, the app kept for offline use. */
async function afterFirstPaint(): Promise<void> {
  const [{ registerServiceWorker }, { startSending }, { followPushes }] = await Promise.all([import('./updates'), import('./session/sending'), import('./push/opened')])
  setTimeout(registerServiceWorker, KEEP_APP_AFTER_MS)
  startSending()
  followPushes()
  await refreshMe()
}

/** A guard's way in: its code and words travel while the phone looks who is signed in. The router tells what fails. */
function fetchHome(): void {
  if (location.pathname === '/') void Promise.all([import('./phone/HomeScreen.vue'), loadMessages(['phone'])]).catch(() => undefined)
}

async function start(): Promise<void> {
  fetchHome()
  await Promise.all([restore().catch((error) => console.warn(error)), loadMessages(['core'])])
  const app = createApp(App).use(i18n).use(router)
  await router.isReady().catch((error) => console.warn(error))
  await pause()
  app.mount('#app')
  requestAnimationFrame(() => setTimeout(() => void afterFirstPaint()))
}

void start()
