// An answer in the participant's own words, with what room is left.
import { useId } from 'preact/hooks';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

/** From so many on several lines are offered. */
const LONG = 120;

export function FreeTextField(props: QuestionProps<'text'>) {
  const { question, draft, onChange, problem } = props;
  const id = useId();
  const text = typeof draft === 'string' ? draft : '';
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div class="free-text">
          <textarea
            class="free-text__field"
            rows={question.maxLength > LONG ? 4 : 1}
            value={text}
            maxLength={question.maxLength}
            dir="auto"
            // The browser would fetch a dictionary for it, and may send the words to a service.
            spellcheck={false}
            autocomplete="off"
            aria-labelledby={promptId}
            aria-describedby={`${problemId} ${id}-room`}
            aria-required={question.required}
            aria-invalid={problem !== undefined}
            onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
          />
          <p class="free-text__room soft small numbers" id={`${id}-room`}>
            {text.length} of {question.maxLength} characters
          </p>
        </div>
      )}
    </QuestionFrame>
  );
}
