import { useI18n } from 'vue-i18n'
import { dayOf, readRule, WEEKDAYS, type Weekday } from './planRule'

export function useWeekdayNames() {
  const { locale } = useI18n()
  return (day: Weekday) => new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${dayOf(day)}T00:00:00Z`))
}

/** How often a plan's rounds come due, in words; a rule of one's own is shown as written. */
export function useRuleWords() {
  const { t } = useI18n()
  const nameOf = useWeekdayNames()
  return (rule: string): string => {
    const { preset, weekdays, every, custom } = readRule(rule)
    if (preset === 'custom') return custom
    if (preset === 'hours') return t('desk-planning.plan.words.hours', every)
    if (preset !== 'weekdays' || weekdays.length === WEEKDAYS.length) return t('desk-planning.plan.words.daily')
    return t('desk-planning.plan.words.onDays', { days: weekdays.map(nameOf).join(t('desk-planning.plan.words.join')) })
  }
}
