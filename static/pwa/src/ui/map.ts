import type { Tone } from './badges'

/** A checkpoint as a map shows it; `mark` is its number or sign, `tone` its state. */
export interface MapPoint {
  id: string
  name: string
  mark?: string
  tone?: Tone | 'walker'
  lat?: number | null
  lon?: number | null
  floor_plan_id?: string | null
  plan_x?: number | null
  plan_y?: number | null
}

export interface MapPlan {
  id: string
  name: string
  image_url: string
  width_px: number
  height_px: number
}

/** The plans on which these points lie; the ground is shown for the rest. */
export function plansOf<P extends MapPlan>(points: MapPoint[], plans: P[]): P[] {
  const used = new Set(points.map((point) => point.floor_plan_id))
  return plans.filter((plan) => used.has(plan.id))
}

export const onGround = (points: MapPoint[]) => points.filter((point) => point.lat != null && point.lon != null)
