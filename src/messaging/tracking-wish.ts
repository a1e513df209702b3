// Who asks for tracking, which says when it ends.

export type TrackingWish =
  /** In the popup: until they turn it off. */
  | 'person'
  /** A session or a study's task: as whoever has the camera on already, else as the person. */
  | 'session'
  /** A page that the person allowed, which takes hold of it once it tracks: until nobody holds it. */
  | 'page'
  /** A check of accuracy, which takes hold of it first: until nobody holds it. */
  | 'check';
