import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SamError } from '../../../../core/errors.ts'
import type { ClipLabel, WakeClip } from '../../../server/requests/wake-requests.ts'
import { ask, upload } from '../../model/ask.ts'
import { samplesFile } from '../../model/recorder.ts'
import { forgetAnswers } from '../../model/use-request.ts'

/** Sends a recording and has it kept for a phrase. */
export function useKeep() {
  const answers = useQueryClient()
  return useMutation<WakeClip, SamError, { phrase: string; label: ClipLabel; samples: Float32Array }>({
    mutationFn: async ({ phrase, label, samples }) => {
      const { id } = await upload(samplesFile(samples), 'sound')
      return ask('wake.keep', { phrase, label, upload: id })
    },
    onSettled: () => forgetAnswers(answers, ['wake']),
  })
}
