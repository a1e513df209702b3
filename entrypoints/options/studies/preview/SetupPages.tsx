// The pages around the tasks: screen and camera, the measurement, the check of accuracy, and what is sent.
import { Instructions } from '../../../../src/ui/measure/Instructions.tsx';
import type { PreviewProps } from './PreviewBody.tsx';

export function PreviewScreening({ study: { screening } }: PreviewProps) {
  const { minScreenWidthPx: width, minScreenHeightPx: height, light, glasses } = screening;
  return (
    <>
      <h3 class="preview-heading">Before we begin</h3>
      <p class="soft">A look at your screen, your camera and the light. No picture is kept.</p>
      <ul class="study-advice">
        {(width !== undefined || height !== undefined) && (
          <li>
            Whose screen is smaller than {width ?? 1} × {height ?? 1} pixels is asked to move to a larger one,
            or cannot take part.
          </li>
        )}
        <li>
          {light === 'refuse'
            ? 'Where it is too dark they are told what to change, and go on only in better light.'
            : 'Where it is too dark they are told what to change, and may go on all the same.'}
        </li>
        {glasses !== 'skip' && (
          <li>
            “Do you wear glasses now?”{' '}
            {glasses === 'exclude'
              ? 'Who does is thanked, and cannot take part.'
              : 'Either is fine; the answer is in the data.'}
          </li>
        )}
      </ul>
      <CameraPicture />
    </>
  );
}

export function PreviewMeasurement({ study: { measurement } }: PreviewProps) {
  return (
    <>
      <h3 class="preview-heading">Getting to know your eyes</h3>
      <p class="soft">{measurement.targets} dots, one after another, in full screen.</p>
      <Instructions targetCount={measurement.targets} />
      <CameraPicture />
    </>
  );
}

export function PreviewValidation({ study: { validation } }: PreviewProps) {
  const { worstGrade, tries, below } = validation;
  return (
    <>
      <h3 class="preview-heading">How well it works</h3>
      <p class="soft">A few more dots, at places that Fovea has not learned from.</p>
      {worstGrade === 6 ? (
        <p>Everybody goes on, whatever the grade.</p>
      ) : (
        <p>
          Who is graded worse than {worstGrade} measures again, up to{' '}
          {tries === 1 ? 'one try' : `${tries} tries`} in all; then they{' '}
          {below === 'leave' ? 'are thanked, and leave' : 'go on all the same'}.
        </p>
      )}
    </>
  );
}

export function PreviewSummary({ study: { collection }, say, study, lang }: PreviewProps) {
  return (
    <>
      <h3 class="preview-heading">What would be sent</h3>
      <p>
        Item by item: when they agreed and to which version, their screen, how accurate the check found them,
        how each task went, their answers, and the gaze data at the level “{study.recording.detail}”. Each can
        be opened and looked at. Nothing has left yet.
      </p>
      <div class="row">
        {collection.upload && (
          <button type="button" class="button button--primary" disabled>
            Send
          </button>
        )}
        {collection.file && (
          <button type="button" class="button" disabled>
            Save as a file
          </button>
        )}
        <button type="button" class="button" disabled>
          Keep it here
        </button>
      </div>
      <p class="soft">
        Then their code, to have the data deleted later, and: “
        <span lang={lang} dir="auto">
          {say(study.retention.text)}
        </span>
        ”
      </p>
    </>
  );
}

/** Where the participant sees themselves. */
function CameraPicture() {
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
