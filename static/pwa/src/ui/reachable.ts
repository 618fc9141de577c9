import { ref } from 'vue'
import { whenAnswered } from '@/api/reach'

/** Whether the server answered the last time it was asked; a phone that knows it has no network is believed at once. */
export const reachable = ref(navigator.onLine)

addEventListener('offline', () => { reachable.value = false })
whenAnswered((answered) => { reachable.value = answered })
