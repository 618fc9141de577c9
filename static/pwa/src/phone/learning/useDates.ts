import { useI18n } from 'vue-i18n'
import { formatDate } from '@/i18n/formats'
import type { Phase } from './state'
import type { Module } from './types'

/** What a guard is told about when a module must be learned. */
export function useDates() {
  const { t } = useI18n()

  function dueWords(module: Module, phase: Phase): string {
    if (phase === 'handed_in') return t('learning.module.afterSending')
    if (phase === 'done') return module.valid_until_on ? t('learning.module.validUntil', { on: formatDate(module.valid_until_on) }) : t('learning.module.forGood')
    if (module.due_on) return t(phase === 'overdue' ? 'learning.module.wasDue' : 'learning.module.dueOn', { on: formatDate(module.due_on) })
    return t('learning.minutes', module.minutes)
  }

  return { dueWords }
}
