// The columns that every table begins with, so that tables of many sessions can be put together.
import { nameParticipant } from '../../heatmap/page-heat.ts';
import type { SessionInfo } from '../session-data.ts';
import type { Column } from './table.ts';

/** The same in every row. */
type ConstantColumn = Omit<Column, 'read'> & { read: () => string };

export function sessionColumns(info: SessionInfo): ConstantColumn[] {
  const participant = nameParticipant({ info });
  return [
    {
      name: 'participant',
      type: 'text',
      unit: '',
      description:
        'Who was tracked: the id that Fovea gave the person; of nobody in particular, the session.',
      read: () => participant,
    },
    {
      name: 'session',
      type: 'text',
      unit: '',
      description: 'Id of the session.',
      read: () => info.id,
    },
  ];
}
