import type { RouteRecordRaw } from 'vue-router'

const learning = { shell: 'auto' as const, messages: ['learning'] }

export const learningRoutes: RouteRecordRaw[] = [
  { path: '/learn', name: 'learn', component: () => import('./LearnScreen.vue'), meta: { ...learning, title: 'learning.title' } },
  { path: '/learn/modules/:id', name: 'learn-module', component: () => import('./ModuleScreen.vue'), props: true, meta: { ...learning, title: 'learning.module.title' } },
  { path: '/learn/modules/:id/lessons/:lesson', name: 'learn-lesson', component: () => import('./LessonScreen.vue'), props: true, meta: { ...learning, title: 'learning.lesson.title' } },
  { path: '/learn/modules/:id/attempt', name: 'learn-attempt', component: () => import('./AttemptScreen.vue'), props: true, meta: { ...learning, title: 'learning.test.title' } },
  { path: '/learn/modules/:id/result', name: 'learn-result', component: () => import('./ResultScreen.vue'), props: true, meta: { ...learning, title: 'learning.result.title' } },
  { path: '/learn/modules/:id/course', name: 'learn-course', component: () => import('./CourseScreen.vue'), props: true, meta: { ...learning, title: 'learning.course.title' } },
  { path: '/learn/practice', name: 'learn-practice', component: () => import('./PracticeScreen.vue'), meta: { ...learning, title: 'learning.practice.title' } },
  { path: '/learn/certificates', name: 'learn-certificates', component: () => import('./CertificatesScreen.vue'), meta: { ...learning, title: 'learning.certificates.title' } },
  { path: '/learn/sessions', name: 'learn-sessions', component: () => import('./SessionsScreen.vue'), meta: { ...learning, title: 'learning.sessions.title' } },
  { path: '/learn/attend', name: 'learn-attend', component: () => import('./AttendScreen.vue'), meta: { ...learning, title: 'learning.attend.title' } },
  { path: '/s/:code', name: 'learn-door', component: () => import('./AttendScreen.vue'), props: true, meta: { ...learning, title: 'learning.attend.title' } },
  { path: '/learn/way-up', name: 'learn-way-up', component: () => import('./WayUpScreen.vue'), meta: { ...learning, title: 'learning.wayUp.title' } },
  { path: '/learn/inbox', name: 'learn-inbox', component: () => import('./InboxScreen.vue'), meta: { ...learning, title: 'learning.inbox.title' } },
  { path: '/v/:code', name: 'verify', component: () => import('./VerifyScreen.vue'), props: true, meta: { shell: 'bare', messages: ['learning'], public: true, title: 'learning.verify.title' } },
]
