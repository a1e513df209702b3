// That all addresses of a study are of the sites that it may see.
import type { StudyDefinition } from '../definition.ts';
import { findPatternProblem } from '../patterns.ts';
import { isPatternOfSites, listSites } from '../sites.ts';
import type { StudyPath } from '../study-problem.ts';
import type { Notes } from './notes.ts';

export function checkSites(study: StudyDefinition, notes: Notes): void {
  const sites = listSites(study);
  for (const [index, site] of study.recording.sites.entries()) {
    const path = ['recording', 'sites', index];
    if (/^[^:]+:\/\/\*\/\*$/.test(site)) {
      notes.warn(
        path,
        'These are all sites: whatever the participant opens is recorded. Name those that you need.',
      );
    } else if (!URL.canParse(site.replaceAll('*', 'a'))) {
      notes.refuse(path, `"${site}" names no site. Write it like "https://shop.example/*".`);
    }
  }
  const check = (path: StudyPath, pattern: string): void => {
    if (findPatternProblem(pattern) === null && isPatternOfSites(pattern, sites) === false) {
      notes.refuse(path, 'This is on a site that the study does not see. Add the site under “Recording”.');
    }
  };
  for (const [index, { success, aois }] of study.tasks.entries()) {
    if (success.kind === 'url') check(['tasks', index, 'success', 'pattern'], success.pattern);
    if (success.kind === 'click' && success.urlPattern !== undefined) {
      check(['tasks', index, 'success', 'urlPattern'], success.urlPattern);
    }
    for (const [place, area] of aois.entries()) {
      if ('urlPattern' in area) check(['tasks', index, 'aois', place, 'urlPattern'], area.urlPattern);
    }
  }
}
