// The page's one connection to the database; its workers open their own.
import { openDatabase } from '../storage/database.ts';

export const database = openDatabase();
