import { desk, OFFICE, PEOPLE } from '../screen'

const WORDS = ['desk-training', 'desk-boards', 'desk-editors']

export const trainingRoutes = [
  desk('training', 'training', WORDS, PEOPLE, () => import('./MatrixScreen.vue')),
  desk('training/figures', 'training-figures', WORDS, PEOPLE, () => import('./FiguresScreen.vue')),
  desk('modules', 'modules', WORDS, PEOPLE, () => import('./ModulesScreen.vue')),
  desk('modules/:id', 'module', [...WORDS, 'learning'], PEOPLE, () => import('./ModuleScreen.vue')),
  desk('orders', 'orders', [...WORDS, 'desk-orders'], PEOPLE, () => import('./OrdersScreen.vue')),
  desk('orders/new', 'orders-new', [...WORDS, 'desk-orders', 'learning'], PEOPLE, () => import('./NewOrderScreen.vue')),
  desk('orders/:id', 'order', [...WORDS, 'desk-orders', 'learning'], PEOPLE, () => import('./OrderScreen.vue')),
  desk('classes', 'classes', WORDS, PEOPLE, () => import('./ClassesScreen.vue')),
  desk('classes/:id', 'class', WORDS, PEOPLE, () => import('./ClassScreen.vue')),
  desk('certificates', 'certificates', WORDS, PEOPLE, () => import('./CertificatesScreen.vue')),
  desk('certificates/import', 'certificates-import', WORDS, OFFICE, () => import('./CertificateImportScreen.vue')),
  desk('certificates/types', 'certificate-types', WORDS, PEOPLE, () => import('./CertificateTypesScreen.vue')),
  desk('certificates/warnings', 'certificate-warnings', WORDS, PEOPLE, () => import('./WarningsScreen.vue')),
  desk('certificates/rules', 'qualification', WORDS, PEOPLE, () => import('./QualificationScreen.vue')),
]
