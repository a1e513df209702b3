// The report page: recorded sessions, what was looked at in them, and comparisons.
import { mountPage } from '../../src/ui/mount-page.tsx';
import '../../src/ui/pages.css';
import { ReportPage } from './ReportPage.tsx';
import './report.css';
import './tables.css';
import './list/list.css';
import './session/session.css';
import './fields/fields.css';
import './gaze/gaze.css';
import './replay/replay.css';
import './aois/aois.css';
import './plots.css';
import './quality/quality.css';
import './compare/compare.css';

mountPage(<ReportPage />);
