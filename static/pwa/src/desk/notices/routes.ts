import { desk } from '../screen'

export const noticesRoutes = [desk('notices', 'notices', ['desk-notices', 'desk-boards'], ['administrator'], () => import('./NoticesScreen.vue'))]
