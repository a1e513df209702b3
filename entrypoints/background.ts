// The background worker's wiring.
import { defineBackground } from 'wxt/utils/define-background';

export default defineBackground(() => {});
