import { api, unwrap } from '@/api/client'

/** What a guard may do with an offer: take an open shift, agree to a swap, say no to either, or take back one's own word. */
export type OfferAct = 'take' | 'agree' | 'leave' | 'decline' | 'withdraw'

/** Who agrees to a swap says which shift is given in return, unless it was named. */
export function actOnOffer(id: string, act: OfferAct, returnShiftId?: string): Promise<{ state: string }> {
  const whose = { params: { path: { offer_id: id } } }
  switch (act) {
    case 'take':
    case 'agree': return unwrap(api.POST('/api/v1/my/offers/{offer_id}/claim', { ...whose, body: returnShiftId ? { return_shift_id: returnShiftId } : {} }))
    case 'decline': return unwrap(api.POST('/api/v1/my/offers/{offer_id}/decline', whose))
    case 'leave': return unwrap(api.POST('/api/v1/my/offers/{offer_id}/unclaim', whose))
    case 'withdraw': return unwrap(api.POST('/api/v1/my/offers/{offer_id}/withdraw', whose))
  }
}
