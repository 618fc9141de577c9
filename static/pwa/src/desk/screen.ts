import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/session/types'

export const VIEWERS: Role[] = ['supervisor', 'administrator', 'client']
export const LEADERS: Role[] = ['supervisor', 'administrator']
export const PEOPLE: Role[] = ['hr', 'administrator', 'supervisor']
export const OFFICE: Role[] = ['hr', 'administrator']

type Screen = () => Promise<unknown>

/** One screen of the desk: its address, its name in `core.nav`, its words, who may open it. */
export function desk(path: string, name: string, areas: string | string[], roles: Role[], component: Screen): RouteRecordRaw {
  return {
    path: `/desk/${path}`,
    name: `desk-${name}`,
    component,
    props: true,
    meta: { shell: 'desk', title: `core.nav.${name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}`, roles, messages: [areas].flat() },
  }
}
