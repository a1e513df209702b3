// What is known of a session when it begins: the screen, the person's last check on it, the camera, the network.
import type { FoveaDatabase } from '../storage/database.ts';
import { readScreen } from '../storage/screens.ts';
import { listValidations } from '../storage/validations.ts';
import type { SessionAccuracy, SessionInfo } from './session-data.ts';
import type { SessionStart } from './session-state.ts';

/** What the tracker reads the gaze with. */
export type GazeSource = { cameraLabel: string; weightsHash: string };

/** @param source undefined where nothing is tracked yet */
export async function makeSessionInfo(
  database: FoveaDatabase,
  { name, screenshots, screen, personId, foveaVersion }: SessionStart,
  source: GazeSource | undefined,
  now = new Date(),
): Promise<SessionInfo> {
  const { id: screenId, widthPx, heightPx } = screen;
  const known = await readScreen(database, screenId);
  const accuracy = personId === undefined ? undefined : await findAccuracy(database, personId, screenId);
  return {
    id: crypto.randomUUID(),
    name,
    createdAt: now.toISOString(),
    durationMs: 0,
    ...(personId === undefined ? {} : { person: personId }),
    screen: {
      widthPx,
      heightPx,
      ...(known?.widthCm === undefined || known.heightCm === undefined
        ? {}
        : { widthCm: known.widthCm, heightCm: known.heightCm }),
    },
    ...(known?.distanceCm === undefined ? {} : { distanceCm: known.distanceCm }),
    ...(source?.cameraLabel ? { camera: { label: source.cameraLabel } } : {}),
    ...(accuracy ? { accuracy } : {}),
    ...(source ? { weightsHash: source.weightsHash } : {}),
    foveaVersion,
    userAgent: navigator.userAgent,
    screenshots,
  };
}

/** Of the newest check on this screen, taken here, that could measure anything. */
async function findAccuracy(
  database: FoveaDatabase,
  personId: string,
  screenId: string,
): Promise<SessionAccuracy | undefined> {
  for (const { createdAt, screen, figures, elsewhere } of await listValidations(database, personId)) {
    const { accuracy, precisionRms } = figures;
    if (screen.id !== screenId || elsewhere || !accuracy || !precisionRms) continue;
    return { checkedAt: createdAt, errorPct: accuracy.screenPct, precisionPct: precisionRms.screenPct };
  }
  return undefined;
}
