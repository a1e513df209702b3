// A Likert scale: so many points between two ends.
import { PointsRow } from './PointsRow.tsx';
import { QuestionFrame } from './QuestionFrame.tsx';
import type { QuestionProps } from './question-props.ts';

export function LikertField(props: QuestionProps<'likert'>) {
  const { question, draft, onChange, say, lang, problem } = props;
  return (
    <QuestionFrame {...props}>
      {({ promptId, problemId }) => (
        <PointsRow
          points={question.points}
          low={say(question.lowLabel)}
          high={say(question.highLabel)}
          lang={lang}
          value={typeof draft === 'number' ? draft : null}
          onChange={onChange}
          labelledBy={promptId}
          describedBy={problemId}
          required={question.required}
          invalid={problem !== undefined}
        />
      )}
    </QuestionFrame>
  );
}
