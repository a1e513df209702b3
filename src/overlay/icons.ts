// The toolbar's icons, as path data for createIcon.

export const EYE = [
  'M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12z',
  'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
];
export const EYE_CLOSED = [
  'M2.5 10.5c2 3.2 5.4 5 9.5 5s7.5-1.8 9.5-5',
  'M5 13.8l-2 2.7',
  'M9.5 15.3l-.8 3.2',
  'M14.5 15.3l.8 3.2',
  'M19 13.8l2 2.7',
];
export const DOT = [
  'M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
  'M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14z',
  'M12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5',
];
export const BIN = [
  'M4.5 7h15',
  'M9.5 7V4.5h5V7',
  'M6.5 7l.9 12.5h9.2L17.5 7',
  'M10.3 10.5v5.5M13.7 10.5v5.5',
];
export const UNDO = ['M8.5 4.5L4 9l4.5 4.5', 'M4 9h10a5.5 5.5 0 0 1 0 11H9'];
export const PICTURE = ['M12 4v10.5', 'M7.5 10.5L12 15l4.5-4.5', 'M4.5 15.5v4h15v-4'];
export const CLOSE = ['M6 6l12 12', 'M18 6L6 18'];
