// Two jsPsych plugins beside the extension: one turns the camera on, one checks how accurate gaze is.

/** Waits until the person allows the site, and turns the camera on. Data: `known`, or `error_code` where it failed. */
export class FoveaInitPlugin {
  static info = {
    name: 'fovea-init',
    version: '1.0.0',
    parameters: {
      /** HTML that is shown meanwhile. */
      instructions: {
        type: 'HTML_STRING',
        default:
          '<p>This experiment uses the eye tracker Fovea. Open Fovea’s popup in the toolbar and allow this site.</p>',
      },
      /** How long the person’s leave is waited for, in ms; null for as long as it takes. */
      wait_ms: { type: 'INT', default: null },
    },
    data: {
      known: { type: 'FLOAT' },
      error_code: { type: 'STRING' },
      error_message: { type: 'STRING' },
    },
  };

  constructor(jsPsych) {
    this.jsPsych = jsPsych;
  }

  async trial(display, { instructions, wait_ms }) {
    display.innerHTML = instructions;
    const finish = (data) => {
      display.innerHTML = '';
      this.jsPsych.finishTrial(data);
    };
    try {
      const { known } = await this.jsPsych.extensions.fovea.connect({ waitMs: wait_ms ?? Infinity });
      finish({ known });
    } catch (error) {
      finish({ error_code: error.code ?? 'failed', error_message: error.message });
    }
  }
}

/** Five dots of Fovea's over the page, in the place of jsPsych's `webgazer-validate`. The figures: see docs/page-api.md. */
export class FoveaValidatePlugin {
  static info = {
    name: 'fovea-validate',
    version: '1.0.0',
    parameters: {},
    data: {
      /** Mean distance from a dot to the middle of its samples, px. */
      accuracy_px: { type: 'FLOAT' },
      precision_px: { type: 'FLOAT' },
      data_loss_pct: { type: 'FLOAT' },
      samples_per_sec: { type: 'FLOAT' },
      /** 1 is best, 6 worst. */
      grade: { type: 'INT' },
      /** For each dot: where it was, and how far in x and y the middle of its samples was from it, px. */
      average_offset: { type: 'COMPLEX', array: true },
      error_code: { type: 'STRING' },
      error_message: { type: 'STRING' },
    },
  };

  constructor(jsPsych) {
    this.jsPsych = jsPsych;
  }

  async trial(display) {
    display.innerHTML = '';
    const { fovea } = this.jsPsych.extensions.fovea;
    try {
      if (!fovea) throw Object.assign(new Error('Fovea is not connected.'), { code: 'not-started' });
      const found = await fovea.validate();
      this.jsPsych.finishTrial({
        accuracy_px: found.accuracyPx,
        precision_px: found.precisionPx,
        data_loss_pct: found.dataLossPct,
        samples_per_sec: found.samplingRateHz,
        grade: found.grade,
        average_offset: found.targets.map(({ xViewportPx, yViewportPx, gaze, samples }) => ({
          x_dot: xViewportPx,
          y_dot: yViewportPx,
          x: gaze && gaze.xViewportPx - xViewportPx,
          y: gaze && gaze.yViewportPx - yViewportPx,
          samples,
        })),
      });
    } catch (error) {
      this.jsPsych.finishTrial({ error_code: error.code ?? 'failed', error_message: error.message });
    }
  }
}
