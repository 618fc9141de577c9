import {
  Building2, CalendarClock, ClipboardCheck, Footprints, LayoutDashboard, MessageSquareWarning, Settings,
  Smartphone, TriangleAlert, Upload, Users, Waypoints,
} from '@lucide/vue'
import type { NavItem } from '@/router/meta'
import { LEADERS, PEOPLE, VIEWERS } from './routes'

/** The left navigation of the desk. */
export const deskNav: NavItem[] = [
  { to: '/desk/today', label: 'core.nav.today', icon: LayoutDashboard, roles: VIEWERS },
  { to: '/desk/coverage', label: 'core.nav.coverage', icon: ClipboardCheck, roles: VIEWERS },
  { to: '/desk/patrols', label: 'core.nav.patrols', icon: Footprints, roles: VIEWERS },
  { to: '/desk/exceptions', label: 'core.nav.exceptionsBoard', icon: MessageSquareWarning, roles: LEADERS },
  { to: '/desk/findings', label: 'core.nav.findings', icon: TriangleAlert, roles: VIEWERS },
  { to: '/desk/sites', label: 'core.nav.sites', icon: Building2, roles: LEADERS },
  { to: '/desk/routes', label: 'core.nav.routes', icon: Waypoints, roles: LEADERS },
  { to: '/desk/plans', label: 'core.nav.plans', icon: CalendarClock, roles: LEADERS },
  { to: '/desk/people', label: 'core.nav.people', icon: Users, roles: PEOPLE },
  { to: '/desk/phones', label: 'core.nav.phones', icon: Smartphone, roles: LEADERS },
  { to: '/desk/import', label: 'core.nav.import', icon: Upload, roles: PEOPLE },
  { to: '/desk/organisation', label: 'core.nav.organisation', icon: Settings, roles: ['administrator'] },
]
