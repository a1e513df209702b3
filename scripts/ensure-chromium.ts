// Runs before `npm test`: makes sure that there is a Chromium to test in, and says which.
import { findOrInstallChromium } from './install-chromium.ts';

try {
  console.log(`Tests run in ${findOrInstallChromium()}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
