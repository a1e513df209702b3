// The popup's wiring.
import { mountPage } from '../../src/ui/mount-page.tsx';
import { Popup } from './Popup.tsx';
import './popup.css';

mountPage(<Popup />);
