// The JSON files beside a BIDS recording's tables: what their columns are, and what was before the participant.
import { pctToPx } from '../../gaze/estimate-precision.ts';
import { findPxPerDegree } from '../../gaze/visual-angle.ts';
import type { SessionQuality } from '../quality.ts';
import type { Session, SessionInfo } from '../session-data.ts';

/**
 * Where size and distance of the screen are known, gaze is "gaze-on-screen"; BIDS requires both for it. Else it is "custom":
 * the same pixels, of a screen of unknown size.
 */
export function createPhysioSidecar({ info, samples }: Session, quality: SessionQuality, task: string) {
  const onScreen = describeScreen(info) !== undefined;
  const { widthPx, heightPx } = info.screen;
  const errorDeg = findErrorDegrees(info);
  return {
    TaskName: task,
    PhysioType: 'eyetrack',
    SamplingFrequency: round(quality.samplingRateHz ?? 0, 3),
    StartTime: round((samples.timestampMs[0] ?? 0) / 1000, 6),
    Columns: ['timestamp', 'x_coordinate', 'y_coordinate', 'confidence', 'view', 'x_document', 'y_document'],
    RecordedEye: 'cyclopean',
    SampleCoordinateSystem: onScreen ? 'gaze-on-screen' : 'custom',
    ...(!onScreen && {
      SampleCoordinateSystemDescription: `Gaze on a screen of ${widthPx} x ${heightPx} px, whose physical size or distance is not known; the origin is its upper left corner.`,
    }),
    EyeTrackingMethod:
      'other: appearance-based, a convolutional network on whole webcam images of both eyes and the head',
    Manufacturer: 'Fovea',
    ...(info.camera &&
      info.camera.label !== '' && { ManufacturersModelName: `Webcam: ${info.camera.label}` }),
    SoftwareVersions: info.foveaVersion,
    ...(errorDeg !== undefined && { AverageCalibrationError: round(errorDeg, 3) }),
    timestamp: {
      Description:
        'When the frame of the webcam was taken, since the session began. Frames do not come at a constant rate: this column holds, and SamplingFrequency is its median rate.',
      Units: 's',
    },
    x_coordinate: {
      LongName: 'Gaze position (x)',
      Description:
        'Point of gaze of both eyes, from the left edge of the screen. n/a: no open eyes were found.',
      Units: 'pixel',
    },
    y_coordinate: {
      LongName: 'Gaze position (y)',
      Description: 'Point of gaze of both eyes, from the top of the screen. n/a: no open eyes were found.',
      Units: 'pixel',
    },
    confidence: { Description: 'How sure the network is, from 0 to 1; 0 where lost.', Units: 'arbitrary' },
    view: { Description: 'Number of the page in front, as in the events. n/a: there was none.' },
    x_document: {
      Description:
        'Point of gaze in the page’s document at that moment, from its left edge. n/a: lost, or off the page.',
      Units: 'CSS pixel',
    },
    y_document: {
      Description:
        'Point of gaze in the page’s document at that moment, from its top. n/a: lost, or off the page.',
      Units: 'CSS pixel',
    },
  };
}

export function createPhysioEventsSidecar(task: string) {
  return {
    TaskName: task,
    Columns: ['onset', 'duration', 'trial_type', 'x_coordinate', 'y_coordinate'],
    Description: 'Fixations that Fovea found in the samples, and when the eyes were lost.',
    OnsetSource: 'timestamp',
    onset: { Description: 'In the time of the recording’s timestamp column.', Units: 's' },
    duration: { Description: 'From its first sample to the end of its last one.', Units: 's' },
    trial_type: {
      Description: 'What it is.',
      Levels: {
        fixation: 'Gaze rested.',
        lost: 'No open eyes were found: a blink, or the head turned away.',
      },
    },
    x_coordinate: { Description: 'Mean of the fixation’s samples. n/a: lost.', Units: 'pixel' },
    y_coordinate: { Description: 'Mean of the fixation’s samples. n/a: lost.', Units: 'pixel' },
  };
}

export function createEventsSidecar({ info }: Session, task: string) {
  return {
    TaskName: task,
    TaskDescription: 'Browsing the web.',
    StimulusPresentation: {
      ...(describeScreen(info) ?? { ScreenResolution: findResolution(info) }),
      ScreenOrigin: ['top', 'left'],
      SoftwareName: 'Fovea',
      SoftwareVersion: info.foveaVersion,
      HeadStabilization: 'none',
    },
    onset: { Description: 'Since the session began.', Units: 's' },
    duration: { Description: 'Events have none.', Units: 's' },
    trial_type: {
      Description: 'What happened.',
      Levels: {
        scroll: 'The page was scrolled: x, y is its part that is left of and above the viewport.',
        viewport: 'The viewport changed: x, y is its width and height.',
        document: 'The document changed: x, y is its width and height.',
        click: 'The participant clicked at x, y of the document.',
        show: 'The page came to the front.',
        hide: 'The page went from the front.',
        pause: 'Recording paused.',
        resume: 'Recording went on.',
        marker: 'Somebody set a marker with this label.',
        away: 'Browsing went where Fovea does not record, for the reason in label.',
      },
    },
    view: { Description: 'Number of the page, from 0, in the order in which pages came.' },
    page: { Description: 'Address of the page.' },
    x: { Description: 'See trial_type.', Units: 'CSS pixel' },
    y: { Description: 'See trial_type.', Units: 'CSS pixel' },
    label: { Description: 'Of a marker; of an away, its reason.' },
  };
}

/** Metres, as BIDS has them; undefined where size or distance is not known. */
function describeScreen(info: SessionInfo) {
  const { widthCm, heightCm } = info.screen;
  if (widthCm === undefined || heightCm === undefined || info.distanceCm === undefined) return undefined;
  return {
    ScreenDistance: round(info.distanceCm / 100, 4),
    ScreenSize: [round(widthCm / 100, 4), round(heightCm / 100, 4)],
    ScreenResolution: findResolution(info),
  };
}

function findResolution({ screen }: SessionInfo): [number, number] {
  return [Math.round(screen.widthPx), Math.round(screen.heightPx)];
}

function findErrorDegrees(info: SessionInfo): number | undefined {
  const pxPerDegree = findPxPerDegree(info);
  if (!info.accuracy || pxPerDegree === null) return undefined;
  return pctToPx(info.accuracy.errorPct, info.screen) / pxPerDegree;
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
