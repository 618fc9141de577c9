import type { RouteRecordRaw } from 'vue-router'
import { attendanceRoutes } from './attendance/routes'
import { noticesRoutes } from './notices/routes'
import { desk, LEADERS, PEOPLE, VIEWERS } from './screen'
import { rosterRoutes } from './rosters/routes'
import { staffRoutes } from './staff/routes'
import { trainingRoutes } from './training/routes'

export const deskRoutes: RouteRecordRaw[] = [
  desk('today', 'today', 'desk-boards', VIEWERS, () => import('./TodayScreen.vue')),
  desk('coverage', 'coverage', 'desk-boards', VIEWERS, () => import('./CoverageScreen.vue')),
  desk('coverage/visits', 'coverage-rows', 'desk-boards', VIEWERS, () => import('./VisitsScreen.vue')),
  desk('coverage/scans', 'coverage-scans', 'desk-boards', VIEWERS, () => import('./ScansScreen.vue')),
  desk('patrols', 'patrols', 'desk-boards', VIEWERS, () => import('./PatrolsScreen.vue')),
  desk('patrols/:id', 'patrol', 'desk-boards', VIEWERS, () => import('./PatrolScreen.vue')),
  desk('exceptions', 'exceptions-board', 'desk-boards', LEADERS, () => import('./ExceptionsScreen.vue')),
  desk('findings', 'findings', ['desk-boards', 'phone'], VIEWERS, () => import('./FindingsScreen.vue')),
  desk('findings/:id', 'finding-detail', ['desk-boards', 'phone'], VIEWERS, () => import('./FindingScreen.vue')),
  desk('sites', 'sites', 'desk-editors', LEADERS, () => import('./SitesScreen.vue')),
  desk('sites/:id', 'site', 'desk-editors', LEADERS, () => import('./SiteScreen.vue')),
  desk('routes', 'routes', ['desk-planning', 'desk-editors'], LEADERS, () => import('./RoutesScreen.vue')),
  desk('plans', 'plans', ['desk-planning', 'desk-editors'], LEADERS, () => import('./PlansScreen.vue')),
  desk('people', 'people', ['desk-people', 'desk-editors'], PEOPLE, () => import('./PeopleScreen.vue')),
  desk('phones', 'phones', ['desk-people', 'desk-editors'], LEADERS, () => import('./PhonesScreen.vue')),
  desk('import', 'import', ['desk-people', 'desk-editors'], PEOPLE, () => import('./ImportScreen.vue')),
  desk('organisation', 'organisation', ['desk-organisation', 'desk-editors'], ['administrator'], () => import('./OrganisationScreen.vue')),
  ...attendanceRoutes,
  ...noticesRoutes,
  ...rosterRoutes,
  ...staffRoutes,
  ...trainingRoutes,
]
