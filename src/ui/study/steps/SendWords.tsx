// What the participant is told before they send, save or keep what there is.
import type { StudyDefinition } from '../../../study/definition.ts';
import { originOfUpload } from '../../../study/upload-address.ts';
import { StepSubtitle } from './StepHead.tsx';

export function SendHead({ study: { collection, researcher } }: { study: StudyDefinition }) {
  const { upload, recipient } = collection;
  return (
    <div class="stack stack--tight">
      <StepSubtitle>What shall become of it?</StepSubtitle>
      <p class="soft">
        {upload && `It would go to ${originOfUpload(upload.url)}, `}
        {recipient === undefined
          ? 'It is not encrypted.'
          : `${upload ? 'encrypted' : 'It is encrypted'} so that only ${researcher.name} can read it.`}
      </p>
    </div>
  );
}

export const SEND_WORDS = {
  send: 'Send it',
  save: 'Save it as a file',
  keep: 'Keep it here for now',
  delete: 'Delete it…',
} as const;
