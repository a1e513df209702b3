// A whole study: leave and camera, a validation, one screen that is looked at, and the camera off.
import { FoveaGaze, FoveaStart, FoveaValidate, stopFovea } from './fovea-plugins.js';

/* global lab */

const study = new lab.flow.Sequence({
  content: [
    new lab.html.Screen({
      title: 'Leave',
      content: '<main>Open Fovea’s popup in the toolbar and allow this site.</main>',
      plugins: [new FoveaStart()],
    }),
    new lab.html.Screen({ title: 'Validation', content: '<main></main>', plugins: [new FoveaValidate()] }),
    new lab.html.Screen({
      title: 'Looked at',
      content: '<main>Look around on this page.</main>',
      timeout: 5000,
      plugins: [new FoveaGaze()],
    }),
  ],
});

study.on('end', async () => {
  await stopFovea();
  // What a real study sends to its server.
  window.studyData = study.global.datastore.data;
  document.body.dataset.done = 'true';
});
study.run();
