// The pages around the tasks: screen and camera, the measurement, the check of accuracy, and what is sent.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { describeHead } from '../../../../src/study/run/head-words.ts';
import { Instructions } from '../../../../src/ui/measure/Instructions.tsx';
import {
  MeasureHead,
  MeasureOnceMore,
  ValidateHead,
  ValidateInstructions,
} from '../../../../src/ui/study/steps/DotsWords.tsx';
import { GlassesField } from '../../../../src/ui/study/steps/GlassesField.tsx';
import {
  CameraAdvice,
  LEAVE_WORDS,
  ScreeningHead,
  ScreenTooSmall,
  TooDark,
} from '../../../../src/ui/study/steps/ScreeningWords.tsx';
import { SEND_WORDS, SendHead } from '../../../../src/ui/study/steps/SendWords.tsx';
import { StepHead } from '../../../../src/ui/study/steps/StepHead.tsx';
import type { PreviewProps } from './PreviewBody.tsx';

export function PreviewScreening({ study: { screening } }: PreviewProps) {
  const { minScreenWidthPx: width, minScreenHeightPx: height, light, glasses } = screening;
  const [wears, setWears] = useState<boolean | null>(null);
  return (
    <>
      <ScreeningHead />
      {glasses !== 'skip' && (
        <GlassesField excludes={glasses === 'exclude'} glasses={wears} onChange={setWears} problem={false} />
      )}
      <Camera />
      <CameraAdvice />
      {(width !== undefined || height !== undefined) && (
        <Where when={`Where the screen is smaller, with the button “${LEAVE_WORDS.screen}”`}>
          <ScreenTooSmall
            screening={screening}
            screen={{ widthPx: (width ?? 1025) - 1, heightPx: (height ?? 769) - 1 }}
          />
        </Where>
      )}
      {light === 'refuse' && (
        <Where when={`Where it is too dark, with the button “${LEAVE_WORDS.light}”`}>
          <TooDark />
        </Where>
      )}
    </>
  );
}

export function PreviewMeasurement({ study: { measurement, validation } }: PreviewProps) {
  return (
    <>
      <MeasureHead targets={measurement.targets} />
      <Instructions targetCount={measurement.targets} />
      <Camera />
      {validation.tries > 1 && validation.worstGrade < 6 && (
        <Where when={`Who is graded worse than ${validation.worstGrade} after it`}>
          <MeasureOnceMore validation={validation} tries={1} />
        </Where>
      )}
    </>
  );
}

export function PreviewValidation({ study }: PreviewProps) {
  const { worstGrade, below } = study.validation;
  const { title, text } = describeHead({ definition: study, record: { status: 'below-gate' } });
  return (
    <>
      <ValidateHead />
      <ValidateInstructions />
      {worstGrade < 6 && below === 'leave' && (
        <Where when={`Who is graded worse than ${worstGrade} after the last try`}>
          <div class="card stack stack--tight">
            <h4>{title}</h4>
            <p>{text}</p>
          </div>
        </Where>
      )}
    </>
  );
}

export function PreviewSummary({ study }: PreviewProps) {
  const { title, text } = describeHead({ definition: study, record: { status: 'complete' } });
  const { upload, file } = study.collection;
  const words = [upload && SEND_WORDS.send, file && SEND_WORDS.save, SEND_WORDS.keep, SEND_WORDS.delete];
  return (
    <>
      <StepHead title={title}>
        <p class="soft">{text}</p>
      </StepHead>
      <p class="soft small">
        Here stands all of it, item by item, to be opened and looked at: answers, tasks, where they looked,
        the checks, their computer and their consent, and the record word for word.
      </p>
      <section class="card stack" aria-label="What to do with it">
        <SendHead study={study} />
        <div class="row">
          {words.filter(Boolean).map((word, index) => (
            <button
              key={word}
              type="button"
              class={index === 0 ? 'button button--primary' : 'button'}
              disabled
            >
              {word}
            </button>
          ))}
        </div>
      </section>
    </>
  );
}

/** What only some participants see. */
function Where({ when, children }: { when: string; children: ComponentChildren }) {
  return (
    <div class="stack stack--tight preview-where">
      <p class="soft small">{when}:</p>
      {children}
    </div>
  );
}

/** Where the participant sees themselves. */
function Camera() {
  return (
    <svg
      class="preview-camera"
      viewBox="0 0 240 150"
      role="img"
      aria-label="The participant’s own picture from the camera"
    >
      <rect x="1" y="1" width="238" height="148" rx="12" />
      <circle cx="120" cy="62" r="26" />
      <path d="M66 140c6-30 28-44 54-44s48 14 54 44" />
    </svg>
  );
}
