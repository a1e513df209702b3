// The tables that a session is exported as. What a level of detail leaves out is not in them: see `detail-level.ts`.
import type { DetailLevel, Session } from '../session-data.ts';
import type { SessionAnalysis } from './analyse-session.ts';
import { createAoisTable } from './aois-table.ts';
import { includesLevel } from './detail-level.ts';
import { createEventsTable } from './events-table.ts';
import { createFixationsTable } from './fixations-table.ts';
import { createSamplesTable } from './samples-table.ts';
import { createSessionsTable } from './sessions-table.ts';
import type { Table } from './table.ts';
import { createViewsTable } from './views-table.ts';

/**
 * All that `level` holds, the coarsest first.
 * @param session as `reduceSession` left it
 */
export function createTables(session: Session, analysis: SessionAnalysis, level: DetailLevel): Table[] {
  const tables = [createSessionsTable(session, analysis), createAoisTable(session, analysis)];
  if (includesLevel(level, 'fixations')) {
    tables.push(
      createViewsTable(session),
      createFixationsTable(session, analysis),
      createEventsTable(session),
    );
  }
  if (includesLevel(level, 'samples')) tables.push(createSamplesTable(session, analysis));
  return tables;
}
