/** Okabe and Ito's, which every kind of colour vision tells apart, without black and yellow, which pages are full of. */
export const AREA_COLOURS: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
];
