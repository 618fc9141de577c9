import type { components } from '@/api/schema'
import type { Role } from '@/session/types'

type Person = components['schemas']['Person']
const ORGANISATION_ROLES: Role[] = ['hr', 'administrator']
export const SITE_ROLES: Role[] = ['guard', 'supervisor', 'client']

export const isSiteRole = (role: Role) => SITE_ROLES.includes(role)

/** HR looks after guards, supervisors and clients; HR and administrators are an administrator's to give. */
export const rolesToGive = (administrator: boolean): Role[] => (administrator ? [...SITE_ROLES, ...ORGANISATION_ROLES] : SITE_ROLES)

export function mayManage(person: Person, administrator: boolean): boolean {
  return administrator || person.grants.every((grant) => isSiteRole(grant.role))
}
