import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, unwrap } from '@/api/client'
import { problemText } from '@/ui/problemText'
import { toast } from '@/ui/toast'
import type { Exception } from './answers'

/** Decides one exception or many, one after the other, and says what was not taken. */
export function useDeciding(reload: () => Promise<void>) {
  const { t } = useI18n()
  const busy = ref(false)
  const done = ref(0)
  const error = ref<string>()

  const send = (id: string, excused: boolean, note: string) =>
    unwrap(api.POST('/api/v1/exceptions/{exception_id}/decision', { params: { path: { exception_id: id } }, body: { excused, note } }))

  /** The ids that could not be decided; the first reason is in `error`. */
  async function decide(exceptions: Exception[], excused: boolean, note: string): Promise<Set<string>> {
    busy.value = true
    done.value = 0
    error.value = undefined
    const left = new Set<string>()
    for (const one of exceptions) {
      await send(one.id, excused, note).then(() => { done.value += 1 }, (reason) => {
        left.add(one.id)
        error.value ??= problemText(reason)
      })
    }
    if (done.value) toast(t(excused ? 'desk-boards.decide.excusedDone' : 'desk-boards.decide.refusedDone', done.value), 'ok')
    await reload()
    busy.value = false
    return left
  }

  async function undo(exception: Exception): Promise<void> {
    busy.value = true
    try {
      await unwrap(api.DELETE('/api/v1/exceptions/{exception_id}/decision', { params: { path: { exception_id: exception.id } } }))
      toast(t('desk-boards.decide.undone'), 'ok')
    } catch (reason) {
      toast(problemText(reason), 'bad')
    }
    await reload()
    busy.value = false
  }

  return { busy, done, error, decide, undo }
}
