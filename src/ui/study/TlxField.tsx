// NASA-TLX: six lines of 21 marks.
import { useId } from 'preact/hooks';
import { readParts } from '../../study/questions/answer-draft.ts';
import { TLX_MOST, TLX_STEP, type TlxScale } from '../../study/questions/nasa-tlx.ts';
import { wordTlx } from '../../study/questions/wording.ts';
import { findDirection } from '../../study/texts.ts';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

export function TlxField(props: QuestionProps<'nasa-tlx'>) {
  const { question, draft, onChange, problem } = props;
  const parts = readParts(question, draft);
  const { lang, scales } = wordTlx(question, props.lang);
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <div
          class="tlx"
          role="group"
          aria-labelledby={promptId}
          aria-describedby={problemId}
          lang={lang}
          dir={findDirection(lang)}
        >
          {scales.map((scale, index) => (
            <TlxLine
              key={index}
              scale={scale}
              number={index + 1}
              value={parts[index] ?? null}
              invalid={problem !== undefined && parts[index] === null}
              onChange={(value) => onChange(parts.with(index, value))}
            />
          ))}
        </div>
      )}
    </QuestionFrame>
  );
}

type LineProps = {
  scale: TlxScale;
  number: number;
  value: number | null;
  invalid: boolean;
  onChange: (value: number) => void;
};

/** Until it is touched it has no mark: one in the middle would be taken over for convenience. */
function TlxLine({ scale: { name, asks, low, high }, number, value, invalid, onChange }: LineProps) {
  const id = useId();
  const rated = value !== null;
  return (
    <div class={invalid ? 'tlx__line tlx__line--open' : 'tlx__line'}>
      <p id={`${id}-name`} class="tlx__name">
        <strong>
          {number}. {name}
        </strong>{' '}
        <span>{asks}</span>
      </p>
      <div class="tlx__marks">
        <input
          type="range"
          class={rated ? 'tlx__range' : 'tlx__range tlx__range--open'}
          min={0}
          max={TLX_MOST}
          step={TLX_STEP}
          value={value ?? TLX_MOST / 2}
          aria-labelledby={`${id}-name`}
          aria-valuetext={rated ? `${value} of ${TLX_MOST}` : 'Not rated yet'}
          aria-invalid={invalid}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
          // A press just where it stands changes nothing, and means it.
          onClick={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
          onKeyDown={(event) => {
            if (event.key !== ' ' && event.key !== 'Enter') return;
            event.preventDefault();
            onChange(event.currentTarget.valueAsNumber);
          }}
        />
      </div>
      <p class="tlx__ends small" aria-hidden="true">
        <span>{low}</span>
        <span class="soft">{rated ? `${value}` : 'not rated yet'}</span>
        <span>{high}</span>
      </p>
    </div>
  );
}
