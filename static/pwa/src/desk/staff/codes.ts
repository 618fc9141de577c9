/** The words of the people slice, in the order in which forms offer them. */
export const STATES = ['working', 'probation', 'absent', 'upcoming', 'left'] as const
export const CONTRACTS = ['fixed_term', 'open_ended', 'task', 'part_time', 'dispatched', 'retired_rehired', 'intern', 'service'] as const
export const PATTERNS = ['three_shift', 'two_shift', 'four_team', 'fixed_day', 'night', 'other'] as const
export const EXITS = [
  'resigned_pay', 'resigned_hours', 'resigned_distance', 'resigned_family', 'resigned_health', 'resigned_other_job', 'resigned_treatment', 'resigned_other', 'absconded',
  'dismissed_conduct', 'dismissed_performance', 'probation_failed', 'redundant', 'site_lost', 'contract_ended', 'retired', 'died', 'other',
] as const
export const ABSENCES = ['sick', 'injury', 'maternity', 'family', 'unpaid', 'training', 'military', 'other'] as const
export const COMMENDATIONS = ['resident_praise', 'client_praise', 'danger_averted', 'courage', 'found_property', 'contest', 'model_worker', 'other'] as const
export const PAPERS = ['contract', 'guard_card', 'medical', 'insurance', 'identity', 'other'] as const
export const GENDERS = ['male', 'female', 'other'] as const
export const EDUCATIONS = ['primary', 'junior_middle', 'senior_middle', 'vocational', 'college', 'bachelor', 'master'] as const
export const DEEDS = ['hire', 'transfer', 'promote', 'absence', 'return', 'exit'] as const
export type Deed = (typeof DEEDS)[number]

/** What may be done with somebody who stands so. */
export function deedsFor(state: string, employed: boolean): Deed[] {
  if (!employed || state === 'left') return ['hire']
  return ['transfer', 'promote', state === 'absent' ? 'return' : 'absence', 'exit']
}
