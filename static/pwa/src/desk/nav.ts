import {
  ArrowLeftRight, Award, BookOpen, Building2, CalendarClock, CalendarOff, CalendarRange, ClipboardCheck, ClipboardPenLine, Clock3, Footprints, Gauge, Grid3x3, IdCard, LayoutDashboard, MapPinned, MessageSquareWarning,
  Presentation, Repeat, Scale, Send, ScrollText, Settings, Signpost, Smartphone, TrendingDown, TriangleAlert, Upload, UserRoundCheck, Users, Waypoints,
} from '@lucide/vue'
import type { NavGroup } from '@/router/meta'
import { LEADERS, PEOPLE, VIEWERS } from './screen'

/** The left navigation of the desk: what is looked at daily stands open, the rest in groups. */
export const deskNav: NavGroup[] = [
  {
    items: [
      { to: '/desk/today', label: 'core.nav.today', icon: LayoutDashboard, roles: VIEWERS },
      { to: '/desk/attendance', label: 'core.nav.attendance', icon: UserRoundCheck, roles: LEADERS },
      { to: '/desk/coverage', label: 'core.nav.coverage', icon: ClipboardCheck, roles: VIEWERS },
      { to: '/desk/patrols', label: 'core.nav.patrols', icon: Footprints, roles: VIEWERS },
      { to: '/desk/exceptions', label: 'core.nav.exceptionsBoard', icon: MessageSquareWarning, roles: LEADERS },
      { to: '/desk/findings', label: 'core.nav.findings', icon: TriangleAlert, roles: VIEWERS },
    ],
  },
  {
    label: 'core.nav.groupPlanning',
    items: [
      { to: '/desk/rosters', label: 'core.nav.rosters', icon: CalendarRange, roles: PEOPLE },
      { to: '/desk/offers', label: 'core.nav.offers', icon: Repeat, roles: PEOPLE },
      { to: '/desk/post-coverage', label: 'core.nav.postCoverage', icon: Gauge, roles: [...VIEWERS, 'hr'] },
      { to: '/desk/posts', label: 'core.nav.posts', icon: MapPinned, roles: LEADERS },
      { to: '/desk/terms', label: 'core.nav.terms', icon: ClipboardPenLine, roles: PEOPLE },
      { to: '/desk/law', label: 'core.nav.law', icon: Scale, roles: PEOPLE },
    ],
  },
  {
    label: 'core.nav.groupPeople',
    items: [
      { to: '/desk/staff', label: 'core.nav.staff', icon: IdCard, roles: PEOPLE },
      { to: '/desk/attendance', label: 'core.nav.attendance', icon: UserRoundCheck, roles: ['hr'] },
      { to: '/desk/leave', label: 'core.nav.leave', icon: CalendarOff, roles: PEOPLE },
      { to: '/desk/timesheets', label: 'core.nav.timesheets', icon: Clock3, roles: PEOPLE },
      { to: '/desk/handovers', label: 'core.nav.handovers', icon: ArrowLeftRight, roles: PEOPLE },
      { to: '/desk/turnover', label: 'core.nav.turnover', icon: TrendingDown, roles: PEOPLE },
      { to: '/desk/ladder', label: 'core.nav.ladder', icon: Signpost, roles: PEOPLE },
    ],
  },
  {
    label: 'core.nav.groupTraining',
    items: [
      { to: '/desk/training', label: 'core.nav.training', icon: Grid3x3, roles: PEOPLE },
      { to: '/desk/modules', label: 'core.nav.modules', icon: BookOpen, roles: PEOPLE },
      { to: '/desk/orders', label: 'core.nav.orders', icon: ScrollText, roles: PEOPLE },
      { to: '/desk/classes', label: 'core.nav.classes', icon: Presentation, roles: PEOPLE },
      { to: '/desk/certificates', label: 'core.nav.certificates', icon: Award, roles: PEOPLE },
    ],
  },
  {
    label: 'core.nav.groupSetUp',
    items: [
      { to: '/desk/sites', label: 'core.nav.sites', icon: Building2, roles: LEADERS },
      { to: '/desk/routes', label: 'core.nav.routes', icon: Waypoints, roles: LEADERS },
      { to: '/desk/plans', label: 'core.nav.plans', icon: CalendarClock, roles: LEADERS },
      { to: '/desk/people', label: 'core.nav.people', icon: Users, roles: PEOPLE },
      { to: '/desk/phones', label: 'core.nav.phones', icon: Smartphone, roles: LEADERS },
      { to: '/desk/import', label: 'core.nav.import', icon: Upload, roles: PEOPLE },
      { to: '/desk/notices', label: 'core.nav.notices', icon: Send, roles: ['administrator'] },
      { to: '/desk/organisation', label: 'core.nav.organisation', icon: Settings, roles: ['administrator'] },
    ],
  },
]
