/** The lids' edges on the head, as vertex indices. @see https://github.com/ICT-VGL/ICT-FaceKit */

/** Corners, and the Multi-PIE landmarks on both lids: [right, left]. */
export const EYE_RIM = [
  { outer: 1507, inner: 1528, upper: [1537, 1542], lower: [1511, 1518] },
  { outer: 3721, inner: 3742, upper: [3751, 3756], lower: [3725, 3732] },
] as const;

/**
 * Where the lids are seen to meet, each point between the margin's inner edge and its outer one: inner at the tip of the caruncle,
 * outer where the upper lid's edge ends on the skin: [right, left].
 */
export const EYE_CORNERS = [
  { outer: [1507, 570], inner: [1528, 631] },
  { outer: [3721, 2811], inner: [3742, 2872] },
] as const;

/** Edges from the outer to the inner corner, where the lashes grow: [right, left]. */
export const LID_MARGINS: readonly {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}[] = [
  {
    upper: [
      1507, 1546, 1545, 1933, 1544, 1543, 1542, 1541, 1540, 1962, 1990, 1538, 1930, 1537, 1536, 1535, 1534,
      1533, 1532, 1531, 1530, 1529, 1528,
    ],
    lower: [
      1507, 2243, 1623, 1508, 1509, 1510, 1511, 1512, 1513, 1514, 1515, 1516, 1517, 1518, 1519, 1520, 1521,
      1522, 1523, 1524, 1525, 1526, 1527, 2234, 1528,
    ],
  },
  {
    upper: [
      3721, 3760, 3759, 4133, 3758, 3757, 3756, 3755, 3754, 4162, 4190, 3752, 4130, 3751, 3750, 3749, 3748,
      3747, 3746, 3745, 3744, 3743, 3742,
    ],
    lower: [
      3721, 4434, 3832, 3722, 3723, 3724, 3725, 3726, 3727, 3728, 3729, 3730, 3731, 3732, 3733, 3734, 3735,
      3736, 3737, 3738, 3739, 3740, 3741, 4425, 3742,
    ],
  },
];
