// The page's one connection to the database; the measurement's parts, which are the options page's too, hold it.
export { database } from '../options/database.ts';
