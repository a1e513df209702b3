// One of several options, or any number of them.
import { useId } from 'preact/hooks';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

export function SingleField(props: QuestionProps<'single'>) {
  const { question, draft, onChange, say, lang, problem } = props;
  const name = useId();
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div
          class="question__options"
          role="radiogroup"
          aria-labelledby={promptId}
          aria-describedby={problemId}
          aria-required={question.required}
          aria-invalid={problem !== undefined}
        >
          {question.options.map(({ id, label }) => (
            <label key={id} class="question__option">
              <input
                type="radio"
                name={name}
                value={id}
                checked={draft === id}
                onChange={() => onChange(id)}
              />
              <span lang={lang} dir="auto">
                {say(label)}
              </span>
            </label>
          ))}
        </div>
      )}
    </QuestionFrame>
  );
}

export function MultipleField(props: QuestionProps<'multiple'>) {
  const { question, draft, onChange, say, lang } = props;
  const chosen: readonly unknown[] = Array.isArray(draft) ? draft : [];
  const toggle = (id: string, on: boolean): void => {
    const ids = question.options.map((option) => option.id);
    const next = ids.filter((one) => (one === id ? on : chosen.includes(one)));
    onChange(next.length === 0 ? null : next);
  };
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div class="question__options" role="group" aria-labelledby={promptId} aria-describedby={problemId}>
          {question.options.map(({ id, label }) => (
            <label key={id} class="question__option">
              <input
                type="checkbox"
                value={id}
                checked={chosen.includes(id)}
                onChange={(event) => toggle(id, event.currentTarget.checked)}
              />
              <span lang={lang} dir="auto">
                {say(label)}
              </span>
            </label>
          ))}
        </div>
      )}
    </QuestionFrame>
  );
}
