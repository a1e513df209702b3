// The page's one connection to the database.
import { openDatabase } from '../../src/storage/database.ts';

export const database = openDatabase();
