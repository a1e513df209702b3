// One question of a study, whatever its kind.
import type { StudyQuestion } from '../../study/definition.ts';
import { FreeTextField } from './FreeTextField.tsx';
import { LikertField } from './LikertField.tsx';
import { MultipleField, SingleField } from './OptionsField.tsx';
import type { QuestionProps } from './question-props.ts';
import { SusField } from './SusField.tsx';
import { TlxField } from './TlxField.tsx';

type Props = Omit<QuestionProps, 'question'> & { question: StudyQuestion };

export function QuestionField({ question, ...rest }: Props) {
  switch (question.kind) {
    case 'single':
      return <SingleField question={question} {...rest} />;
    case 'multiple':
      return <MultipleField question={question} {...rest} />;
    case 'likert':
      return <LikertField question={question} {...rest} />;
    case 'sus':
      return <SusField question={question} {...rest} />;
    case 'nasa-tlx':
      return <TlxField question={question} {...rest} />;
    case 'text':
      return <FreeTextField question={question} {...rest} />;
  }
}
