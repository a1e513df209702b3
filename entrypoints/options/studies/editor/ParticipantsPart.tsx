// Who may take part, how they are measured, and how well gaze must be known.
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import { ChoiceField, type ChoiceOption } from '../fields/ChoiceField.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { TickField } from '../fields/TickField.tsx';
import { useEditor } from './editor-context.ts';

type Of<K extends keyof StudyDefinition> = StudyDefinition[K];

const LIGHT: ChoiceOption<Of<'screening'>['light']>[] = [
  {
    value: 'warn',
    label: 'Say so, and let them go on',
    means: 'More people finish; some of the data are worse.',
  },
  {
    value: 'refuse',
    label: 'Let them go on only in better light',
    means: 'They are told what to change, and may try again.',
  },
];
const GLASSES: ChoiceOption<Of<'screening'>['glasses']>[] = [
  { value: 'ask', label: 'Ask, and let everybody take part', means: 'The answer is in the data.' },
  {
    value: 'exclude',
    label: 'Ask, and thank those who wear any',
    means: 'Reflections make gaze less certain.',
  },
  { value: 'skip', label: 'Do not ask' },
];
const TARGETS: ChoiceOption<Of<'measurement'>['targets']>[] = [
  { value: 9, label: '9 dots', means: 'Half a minute.' },
  { value: 25, label: '25 dots', means: 'One minute.' },
  { value: 100, label: '100 dots', means: 'Four minutes, and the most accurate.' },
];
const GRADES: ChoiceOption<number>[] = [
  { value: 1, label: 'Grade 1', means: 'Buttons and short lines are told apart. Few webcams reach it.' },
  { value: 2, label: 'Grade 2', means: 'Paragraphs and small pictures.' },
  { value: 3, label: 'Grade 3', means: 'Blocks of a page: a quarter of a side.' },
  { value: 4, label: 'Grade 4', means: 'Thirds of the screen.' },
  { value: 5, label: 'Grade 5', means: 'Halves of the screen.' },
  { value: 6, label: 'Anybody', means: 'The grade is in the data, and you exclude later.' },
];
const BELOW: ChoiceOption<Of<'validation'>['below']>[] = [
  { value: 'go-on', label: 'They take part all the same', means: 'The grade is in the data.' },
  {
    value: 'leave',
    label: 'They are thanked, and leave',
    means: 'You learn that somebody did, and nothing else.',
  },
];

export function ParticipantsPart() {
  const { draft } = useEditor();
  const hasGate = draft.validation.worstGrade < 6;
  return (
    <>
      <section class="card stack" aria-labelledby="part-screening">
        <h2 id="part-screening">Who may take part</h2>
        <div class="study-columns">
          <NumberField
            path={['screening', 'minScreenWidthPx']}
            label="Narrowest screen"
            unit="px"
            max={20_000}
            optional
          />
          <NumberField
            path={['screening', 'minScreenHeightPx']}
            label="Lowest screen"
            unit="px"
            max={20_000}
            optional
          />
        </div>
        <ChoiceField
          path={['screening', 'light']}
          label="Where it is too dark for the camera"
          options={LIGHT}
        />
        <ChoiceField path={['screening', 'glasses']} label="Glasses" options={GLASSES} />
      </section>
      <section class="card stack" aria-labelledby="part-measurement">
        <h2 id="part-measurement">Measurement</h2>
        <ChoiceField
          path={['measurement', 'targets']}
          label="How long they are measured before the tasks"
          hint="They look at dots while the camera learns how their eyes look."
          options={TARGETS}
        />
      </section>
      <section class="card stack" aria-labelledby="part-gate">
        <h2 id="part-gate">Accuracy check</h2>
        <ChoiceField
          path={['validation', 'worstGrade']}
          label="The worst grade that is good enough"
          hint="After the measurement Fovea checks on other dots how well it knows where they look. Who is worse measures again."
          options={GRADES}
        />
        {hasGate && (
          <>
            <NumberField path={['validation', 'tries']} label="Tries" min={1} max={5} />
            <ChoiceField
              path={['validation', 'below']}
              label="Who is still worse after the last try"
              options={BELOW}
            />
          </>
        )}
      </section>
      <section class="card stack" aria-labelledby="part-checks">
        <h2 id="part-checks">Checks on the way</h2>
        <TickField
          path={['checks', 'betweenTasks']}
          label="Five dots before each task but the first"
          means="Ten seconds. They tell how accurate the data of each task are."
        />
        <NumberField
          path={['checks', 'everyS']}
          label="Also within a task, whenever so long has gone by"
          unit="seconds"
          min={1}
          max={3600}
          optional
        />
        <TickField
          path={['checks', 'correctDrift']}
          label="Correct what a check finds to have drifted"
          means="People move. What was corrected, and by how much, is in the data."
        />
      </section>
    </>
  );
}
