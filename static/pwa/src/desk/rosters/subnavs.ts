export const ROSTER_SCREENS = [
  { to: '/desk/rosters', label: 'core.nav.rosters' },
  { to: '/desk/offers', label: 'core.nav.offers' },
  { to: '/desk/post-coverage', label: 'core.nav.postCoverage' },
]

export const POST_SCREENS = [
  { to: '/desk/posts', label: 'core.nav.posts' },
  { to: '/desk/posts/shift-types', label: 'core.nav.shiftTypes' },
  { to: '/desk/posts/calendar', label: 'core.nav.dayCalendar' },
]

export const TERMS_SCREENS = [
  { to: '/desk/terms', label: 'core.nav.terms' },
  { to: '/desk/terms/pairings', label: 'core.nav.pairings' },
  { to: '/desk/terms/wishes', label: 'core.nav.wishes' },
  { to: '/desk/law', label: 'core.nav.law' },
]
