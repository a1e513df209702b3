// What is said where a screen or the light does not suit a study.
import type { StudyDefinition } from '../../../study/definition.ts';
import { StepHead, StepSubtitle } from './StepHead.tsx';
import './steps.css';

type Screening = StudyDefinition['screening'];

export function ScreeningHead() {
  return (
    <StepHead title="Before we begin">
      <p class="soft">A look at your screen, your camera and the light. No picture is kept.</p>
    </StepHead>
  );
}

type ScreenProps = { screening: Screening; screen: { widthPx: number; heightPx: number } };

export function ScreenTooSmall({ screening, screen }: ScreenProps) {
  return (
    <section class="card stack stack--tight" data-testid="screen-problem">
      <StepSubtitle>The screen is too small</StepSubtitle>
      <p>
        This study needs a screen of at least {screening.minScreenWidthPx ?? 1} ×{' '}
        {screening.minScreenHeightPx ?? 1} pixels; this one has {screen.widthPx} × {screen.heightPx}. If you
        have a larger one, move this window there.
      </p>
    </section>
  );
}

export function TooDark() {
  return (
    <section class="card stack stack--tight" data-testid="light-problem">
      <StepSubtitle>It is too dark for this study</StepSubtitle>
      <p>
        Turn on a lamp before you, or sit facing a window. This goes away by itself once the camera sees you
        well.
      </p>
    </section>
  );
}

export function CameraAdvice() {
  return (
    <p class="soft small">
      Your face should be well inside this square, lit from the front. These pictures are looked at on this
      computer and forgotten at once.
    </p>
  );
}

export const LEAVE_WORDS = {
  screen: 'I have no larger screen',
  glasses: 'I keep my glasses on',
  light: 'It cannot be made lighter here',
} as const;
