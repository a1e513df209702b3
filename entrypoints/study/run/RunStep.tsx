// The step that a run stands at.
import { ConsentStep } from '../consent/ConsentStep.tsx';
import { EndStep } from '../end/EndStep.tsx';
import { MeasureStep } from '../measure/MeasureStep.tsx';
import { AfterQuestions, BeforeQuestions } from '../questions/QuestionsStep.tsx';
import { ScreeningStep } from '../screening/ScreeningStep.tsx';
import { SummaryStep } from '../summary/SummaryStep.tsx';
import { RunTasks } from './RunTasks.tsx';
import { ValidateStep } from '../validate/ValidateStep.tsx';
import type { RunView } from './run-view.ts';

export function RunStep({ view, onDeclined }: { view: RunView; onDeclined: () => void }) {
  switch (view.run.stage) {
    case 'consent':
      return <ConsentStep view={view} onDeclined={onDeclined} />;
    case 'screening':
      return <ScreeningStep view={view} />;
    case 'measurement':
      return <MeasureStep view={view} />;
    case 'validation':
      return <ValidateStep view={view} />;
    case 'questions-before':
      return <BeforeQuestions view={view} />;
    case 'tasks':
      return <RunTasks view={view} />;
    case 'questions-after':
      return <AfterQuestions view={view} />;
    case 'summary':
      return <SummaryStep view={view} />;
    case 'sent':
    case 'kept':
    case 'ended':
      return <EndStep view={view} />;
  }
}
