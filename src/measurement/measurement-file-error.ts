// The one error that reading a measurement file throws: which file, which part of it, and why, in plain words.

/** A measurement file that was refused whole. `message` is `source, entry: reason` and fit to show to the person. */
export class MeasurementFileError extends Error {
  override readonly name = 'MeasurementFileError';
  /** The file or folder as the person knows it, e.g. `anna.measurement.zip`. */
  readonly source: string;
  /** The part at fault, e.g. `frames/007.jpg`; empty when it is the file as a whole. */
  readonly entry: string;
  /** What was wrong and what was expected, e.g. `frames[3].x is 1.2; it must lie between 0 and 1`. */
  readonly reason: string;

  constructor(source: string, entry: string, reason: string, options?: ErrorOptions) {
    super(`${entry === '' ? source : `${source}, ${entry}`}: ${reason}`, options);
    this.source = source;
    this.entry = entry;
    this.reason = reason;
  }
}
