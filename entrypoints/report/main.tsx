// The report page: recorded sessions, what was looked at in them, and comparisons.
import { mountPage } from '../../src/ui/mount-page.tsx';
import '../../src/ui/pages.css';
import { ReportPage } from './ReportPage.tsx';
import './report.css';

mountPage(<ReportPage />);
