// The text that people agree to.
import { MAX_CONSENT_LENGTH } from '../../../src/group/consent.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { ProblemText } from './ProblemText.tsx';

/** To be changed by whoever uses it: what they record, and why, only they know. */
const EXAMPLE = `I take part freely, and may stop at any time without giving a reason.

The webcam takes one photo of my face for each dot that I look at. The photos are stored on this computer under a code, not under my name. They are used for: [purpose]. [Who] may see them, and they are deleted by [date].

I may withdraw later by telling [contact] my code. Then my photos are deleted.`;

type Props = { text: string; problem: string | undefined; onText: (text: string) => void };

export function ConsentField({ text, problem, onText }: Props) {
  return (
    <div class="stack stack--tight">
      <label class="field">
        What people agree to
        <textarea
          rows={9}
          value={text}
          data-field="text"
          aria-invalid={problem !== undefined}
          aria-describedby="text-problem text-hint"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <ProblemText id="text-problem" text={problem} />
      <div class="row row--apart">
        <p id="text-hint" class="soft small numbers">
          {text.length.toLocaleString()} of {MAX_CONSENT_LENGTH.toLocaleString()} characters. Each change of
          it is another version, and who agreed to which is kept.
        </p>
        {text.trim() === '' && (
          <Button variant="quiet" onClick={() => onText(EXAMPLE)}>
            Begin with an example
          </Button>
        )}
      </div>
    </div>
  );
}
