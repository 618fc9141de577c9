import 'vue-router'
import type { Component } from 'vue'
import type { Role } from '@/session/types'

declare module 'vue-router' {
  interface RouteMeta {
    /** Which frame surrounds the screen; `auto` follows the person's own face of the app. */
    shell: 'phone' | 'desk' | 'auto' | 'bare'
    /** Message key of the screen's name. */
    title: string
    /** Who may open it; nobody named means everybody who is signed in. */
    roles?: Role[]
    /** Opens without signing in. */
    public?: boolean
    /** Areas of words to bring first. */
    messages?: string[]
  }
}

export interface NavItem {
  to: string
  label: string
  icon: Component
  roles?: Role[]
}

export interface NavGroup {
  /** A group without a name always stands open. */
  label?: string
  items: NavItem[]
}
