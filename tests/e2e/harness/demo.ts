// The page that the tests look at.
import { fileURLToPath } from 'node:url';

/** What `npm start` shows too. */
export const DEMO_FOLDER = fileURLToPath(new URL('../../../scripts/demo/', import.meta.url));
