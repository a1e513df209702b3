// Shows in the toolbar whether the camera is on, and whether a session is recorded.
import { browser } from 'wxt/browser';
import type { SessionState } from '../session/session-state.ts';
import type { TrackingState } from './tracking-state.ts';

type Appearance = { badge: string; colour: string; title: string };

const APPEARANCES: Record<TrackingState['status'], Appearance> = {
  off: { badge: '', colour: '#000000', title: 'Fovea: the camera is off' },
  starting: { badge: '…', colour: '#5b6472', title: 'Fovea: starting, the camera is on' },
  tracking: { badge: 'on', colour: '#0b7a75', title: 'Fovea: tracking, the camera is on' },
  failed: { badge: '!', colour: '#b3412e', title: 'Fovea: stopped, the camera is off' },
};

const RECORDING = { badge: 'rec', colour: '#a63a1e' } as const;
const PAUSED = { badge: '||', colour: '#5b6472' } as const;

/**
 * Sets badge, icon and tooltip. The icon's pupil is lit while the camera is on. That pages are recorded is said before
 * anything else.
 */
export async function showInToolbar(
  { status }: TrackingState,
  session: SessionState = { status: 'none' },
): Promise<void> {
  const { badge, colour, title } = choose(status, session);
  const prefix = status === 'starting' || status === 'tracking' ? 'icon-on-' : '';
  await Promise.all([
    browser.action.setBadgeText({ text: badge }),
    browser.action.setBadgeBackgroundColor({ color: colour }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
    browser.action.setIcon({ path: { 16: `/icons/${prefix}16.png`, 32: `/icons/${prefix}32.png` } }),
  ]);
}

function choose(status: TrackingState['status'], session: SessionState): Appearance {
  const plain = APPEARANCES[status];
  const camera = plain.title.replace('Fovea: ', '');
  switch (session.status) {
    case 'none':
      return plain;
    case 'recording':
      return { ...RECORDING, title: `Fovea: recording “${session.name}”; ${camera}` };
    case 'paused':
      return { ...PAUSED, title: `Fovea: “${session.name}” is paused, nothing is recorded; ${camera}` };
  }
}
