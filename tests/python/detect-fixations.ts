// Prints a synthetic session's gaze and the fixations found in it, so that other people's programs can be asked as well:
// `node detect-fixations.ts '{"session": MakeSessionOptions, "parameters": FixationParameters}'`.
import { makeSession, type MakeSessionOptions } from '../../scripts/sessions/make-session.ts';
import { detectFixations } from '../../src/gaze/fixations.ts';
import type { FixationParameters } from '../../src/gaze/fixation-parameters.ts';

const { session: options, parameters } = JSON.parse(process.argv[2]!) as {
  session: MakeSessionOptions;
  parameters: FixationParameters;
};
const { session, truth } = makeSession(options);
const { samples, info } = session;
const { fixations } = detectFixations(session, parameters);
const inPct = (px: number) => (100 * px) / info.screen.widthPx;
process.stdout.write(
  JSON.stringify({
    timestampMs: [...samples.timestampMs],
    // NaN becomes null. Both in the unit of the thresholds.
    x: Array.from(samples.xScreen, (x) => inPct(x * info.screen.widthPx)),
    y: Array.from(samples.yScreen, (y) => inPct(y * info.screen.heightPx)),
    view: [...samples.view],
    fixations: fixations.map(({ firstSample, lastSample }) => [firstSample, lastSample]),
    trueFixations: truth.fixations.length,
  }),
);
