// Whether this computer, this room and this person suit the study: sites, screen, camera, light, glasses.
import { useState } from 'preact/hooks';
import { cameraDeviceId } from '../../../src/storage/settings.ts';
import { findScreeningProblems, type ScreeningProblem } from '../../../src/study/run/screening.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { CameraPreview } from '../../../src/ui/measure/CameraPreview.tsx';
import { EyesCheck } from '../../../src/ui/measure/EyesCheck.tsx';
import { useCamera } from '../../../src/ui/measure/use-camera.ts';
import { useEyes, useLooker } from '../../../src/ui/measure/use-eyes.ts';
import { GlassesField } from '../../../src/ui/study/steps/GlassesField.tsx';
import {
  CameraAdvice,
  LEAVE_WORDS,
  ScreeningHead,
  ScreenTooSmall,
  TooDark,
} from '../../../src/ui/study/steps/ScreeningWords.tsx';
import { useStoredSetting } from '../../../src/ui/use-setting.ts';
import { useThisScreen } from '../../../src/ui/use-this-screen.ts';
import { describeEnvironment } from '../run/describe-environment.ts';
import type { RunView } from '../run/run-view.ts';
import { useSites } from '../run/use-sites.ts';
import { SitesField } from './SitesField.tsx';

/** In what order they are asked to be mended. */
const EXCLUDING: readonly ScreeningProblem[] = ['screen', 'glasses', 'light'];

export function ScreeningStep({ view }: { view: RunView }) {
  const { run, act } = view;
  const { screening } = run.definition;
  const sites = useSites(run.definition);
  const screen = useThisScreen();
  const camera = useCamera(useStoredSetting(cameraDeviceId));
  const eyes = useEyes(useLooker(), camera);
  const [glasses, setGlasses] = useState<boolean | null>(null);
  const [asked, setAsked] = useState(false);

  const isDark = eyes.status === 'looking' && eyes.hints.includes('dark');
  const problems = findScreeningProblems(screening, {
    sitesMissing: (sites.missing?.length ?? 1) > 0,
    screen: screen ?? { widthPx: 0, heightPx: 0 },
    cameraReady: camera.state.status === 'ready',
    isDark,
    glasses,
  });
  const has = (problem: ScreeningProblem): boolean => problems.includes(problem);
  const excluding = EXCLUDING.find(has);
  const environment = screen && {
    ...describeEnvironment(screen),
    ...(glasses === null ? {} : { glasses }),
  };

  const goOn = (): void => {
    setAsked(true);
    if (environment && problems.length === 0) void act({ type: 'screened', environment });
  };
  const leave = (): void => {
    if (!environment || !isReason(excluding)) return;
    void act({ type: 'screened-out', reason: excluding, environment, at: new Date().toISOString() });
  };

  return (
    <>
      <ScreeningHead />
      <form
        class="screening"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        <div class="stack">
          {has('sites') && sites.missing !== null && (
            <SitesField
              sites={sites}
              onGranted={(granted) => act({ type: 'sites-granted', sites: granted })}
            />
          )}
          {has('screen') && screen && <ScreenTooSmall screening={screening} screen={screen} />}
          {screening.glasses !== 'skip' && (
            <GlassesField
              excludes={screening.glasses === 'exclude'}
              glasses={glasses}
              onChange={setGlasses}
              problem={asked && glasses === null}
            />
          )}
          {has('light') && <TooDark />}
          <div class="stack stack--tight">
            <div class="row">
              <button type="submit" class="button button--primary">
                Go on
              </button>
              {isReason(excluding) && <Button onClick={leave}>{LEAVE_WORDS[excluding]}</Button>}
            </div>
            <p class="field-problem" role="alert">
              {asked &&
                has('camera') &&
                camera.state.status !== 'failed' &&
                'Wait until the camera shows you.'}
              {asked && has('camera') && camera.state.status === 'failed' && 'The study needs a camera.'}
            </p>
          </div>
        </div>
        <section class="card stack stack--tight" aria-label="Camera and light">
          <CameraPreview camera={camera} />
          {camera.state.status === 'ready' && <EyesCheck eyes={eyes} quiet={has('light')} />}
          <CameraAdvice />
        </section>
      </form>
    </>
  );
}

type Reason = keyof typeof LEAVE_WORDS;

function isReason(problem: ScreeningProblem | undefined): problem is Reason {
  return problem === 'screen' || problem === 'glasses' || problem === 'light';
}
