// What the person told of their screens: physical size and how far away they sit.
import type { FoveaDatabase } from './database.ts';

export type ScreenRow = {
  /** See `identifyScreen`. */
  id: string;
  /** Pixels of an unzoomed page. */
  widthPx: number;
  heightPx: number;
  widthCm?: number;
  heightCm?: number;
  /** How the size was found. */
  sizeFrom?: 'card' | 'diagonal' | 'width';
  /** Eye to screen. */
  distanceCm?: number;
  /** ISO 8601. */
  updatedAt: string;
};

export async function readScreen(database: FoveaDatabase, id: string): Promise<ScreenRow | undefined> {
  return database.screens.get(id);
}

export async function writeScreen(database: FoveaDatabase, row: ScreenRow): Promise<void> {
  await database.screens.put(row);
}

/** Forgets size and distance. */
export async function deleteScreen(database: FoveaDatabase, id: string): Promise<void> {
  await database.screens.delete(id);
}
