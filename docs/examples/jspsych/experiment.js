// A whole experiment: leave and camera, a validation, one trial that is looked at, and the camera off.
import { FoveaExtension } from './fovea-extension.js';
import { FoveaInitPlugin, FoveaValidatePlugin } from './fovea-plugins.js';

/* global initJsPsych, jsPsychHtmlButtonResponse */

const jsPsych = initJsPsych({
  extensions: [{ type: FoveaExtension }],
  on_finish: () => jsPsych.extensions.fovea.disconnect(),
});

await jsPsych.run([
  { type: FoveaInitPlugin },
  { type: FoveaValidatePlugin },
  {
    type: jsPsychHtmlButtonResponse,
    stimulus: '<div id="left" style="position: fixed; inset: 0 50% 0 0; background: #dfe8ee"></div>',
    choices: ['Go on'],
    trial_duration: 5000,
    extensions: [{ type: FoveaExtension, params: { targets: ['#left'] } }],
  },
]);

// What a real experiment sends to its server.
document.body.dataset.done = 'true';
window.experimentData = jsPsych.data.get().values();
