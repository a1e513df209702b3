// The options page's sections, in the order of its navigation.
import type { ComponentChild } from 'preact';
import { AccuracySection } from './accuracy/AccuracySection.tsx';
import { AnalyseSection } from './analyse/AnalyseSection.tsx';
import { GroupsSection } from './groups/GroupsSection.tsx';
import { JoinSection } from './join/JoinSection.tsx';
import { MeasureSection } from './measure/MeasureSection.tsx';
import { PeopleSection } from './people/PeopleSection.tsx';
import { SettingsSection } from './settings/SettingsSection.tsx';
import { StudiesSection } from './studies/StudiesSection.tsx';

export type Section = {
  /** The part of the address after `#`; what follows a slash is the section's own, e.g. `#measure/PERSON_ID`. */
  readonly id: string;
  readonly title: string;
  /** It is about the person in use, who is named above it. */
  readonly personal?: true;
  /** Only a link leads to it; on it, the others are out of the way. */
  readonly apart?: true;
  readonly render: (detail: string) => ComponentChild;
};

export const SECTIONS: readonly Section[] = [
  { id: 'people', title: 'People', render: () => <PeopleSection /> },
  {
    id: 'measure',
    title: 'Measure',
    personal: true,
    render: (detail) => <MeasureSection key={detail} startWith={detail} />,
  },
  { id: 'accuracy', title: 'Accuracy', personal: true, render: () => <AccuracySection /> },
  { id: 'analyse', title: 'Analyse', personal: true, render: () => <AnalyseSection /> },
  { id: 'groups', title: 'Groups', render: (detail) => <GroupsSection detail={detail} /> },
  { id: 'studies', title: 'Studies', render: (detail) => <StudiesSection detail={detail} /> },
  { id: 'settings', title: 'Settings', render: () => <SettingsSection /> },
  {
    id: 'join',
    title: 'Join a group',
    apart: true,
    render: (detail) => <JoinSection key={detail} detail={detail} />,
  },
];
