import type { Law, LawRule, Schemas } from './answers'

export type Choice = Schemas['RuleChoice']
export type OwnRule = Schemas['OwnRule']
export type Levels = 'hard' | 'soft' | 'off'

export interface RuleForm {
  level: Levels
  weight: number
  /** As it is shown: hours where the rule counts minutes. */
  limit: number
}

/** Long times are shown in hours; a break of twenty minutes stays twenty minutes. */
const IN_HOURS_FROM = 120

export const unitFor = (rule: Pick<LawRule, 'unit' | 'usual'>) => (rule.unit === 'minutes' && rule.usual.limit >= IN_HOURS_FROM ? 'hours' : rule.unit)
export const shownLimit = (kept: number, unit: string) => (unit === 'hours' ? kept / 60 : kept)
export const keptLimit = (shown: number, unit: string) => (unit === 'hours' ? Math.round(shown * 60) : shown)

export const formOf = (rule: LawRule): RuleForm => ({ level: rule.level as Levels, weight: rule.weight, limit: shownLimit(rule.limit, unitFor(rule)) })

/** Only what differs from the pack is the organisation's choice. */
export function choiceOf(rule: LawRule, form: RuleForm): Choice | null {
  const limit = keptLimit(form.limit, unitFor(rule))
  const choice: Choice = {
    ...(form.level !== rule.usual.level && { level: form.level }),
    ...(form.weight !== rule.usual.weight && { weight: form.weight }),
    ...(limit !== rule.usual.limit && { limit }),
    ...(rule.days !== rule.usual.days && { days: rule.days }),
  }
  return Object.keys(choice).length ? choice : null
}

/** All choices of all packs: what the server is to hold from now on. */
export function choicesOf(law: Law, forms: Readonly<Record<string, RuleForm>>): Record<string, Choice> {
  const choices: Record<string, Choice> = {}
  for (const pack of law.packs) {
    for (const rule of pack.rules) {
      const choice = rule.fixed ? null : choiceOf(rule, forms[rule.id] ?? formOf(rule))
      if (choice) choices[rule.id] = choice
    }
  }
  return choices
}
