import { createApp } from 'vue'
import App from './App.vue'
import { i18n, loadMessages } from './i18n'
import { router } from './router'
import { refreshMe, restore } from './session/session'
import './session/theme'
import './ui/theme.css'

/** What a first paint does not need: the app kept for offline use, sending, the person's latest roles. */
async function afterFirstPaint(): Promise<void> {
  const [{ registerServiceWorker }, { startSending }] = await Promise.all([import('./updates'), import('./session/sending')])
  registerServiceWorker()
  startSending()
  await refreshMe()
}

/** A guard's way in: its code and words travel while the phone looks who is signed in. The router tells what fails. */
function fetchHome(): void {
  if (location.pathname === '/') void Promise.all([import('./phone/HomeScreen.vue'), loadMessages(['phone'])]).catch(() => undefined)
}

async function start(): Promise<void> {
  fetchHome()
  await Promise.all([restore().catch((error) => console.warn(error)), loadMessages(['core'])])
  createApp(App).use(i18n).use(router).mount('#app')
  await router.isReady()
  requestAnimationFrame(() => setTimeout(() => void afterFirstPaint()))
}

void start()
