// The options page: people and their measurements, taking one, and settings.
import { mountPage } from '../../src/ui/mount-page.tsx';
import '../../src/ui/pages.css';
import { OptionsPage } from './OptionsPage.tsx';
import './options.css';

mountPage(<OptionsPage />);
