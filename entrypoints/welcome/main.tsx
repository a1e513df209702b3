// The welcome page's wiring.
import { mountPage } from '../../src/ui/mount-page.tsx';
import { Welcome } from './Welcome.tsx';
import './welcome.css';

mountPage(<Welcome />);
