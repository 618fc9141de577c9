import { useRouter } from 'vue-router'
import { translate } from '@/i18n'
import { toast } from '@/ui/toast'
import { problemText } from '@/ui/problemText'
import { leave, session, signOut, UnsentRecords } from './session'

export function useSignOut() {
  const router = useRouter()
  const entrance = () => router.replace({ name: session.phone ? 'pin' : 'sign-in' })

  async function signOutNow(): Promise<void> {
    try {
      await signOut()
      await entrance()
    } catch (error) {
      if (!(error instanceof UnsentRecords)) return toast(problemText(error), 'bad')
      toast(translate('core.problem.unsent', error.count), 'warn')
      await router.push('/unsent')
    }
  }

  async function switchGuard(): Promise<void> {
    leave()
    await entrance()
  }

  return { signOutNow, switchGuard }
}
