// The wiring of the page on which a study's participant is checked between tasks and within them.
import { mountPage } from '../../src/ui/mount-page.tsx';
import { CheckPage } from './CheckPage.tsx';
import '../../src/ui/check/check-stage.css';
import './study-check.css';

mountPage(<CheckPage runId={decodeURIComponent(location.hash.slice(1))} />);
