// The study page: a participant opens a study, and goes through it from the consent to what is sent.
import { mountPage } from '../../src/ui/mount-page.tsx';
import '../../src/ui/pages.css';
import { StudyPage } from './StudyPage.tsx';
import './study.css';
import './summary/summary.css';

mountPage(<StudyPage />);
