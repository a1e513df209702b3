// Which camera a start of tracking opens, found without opening it.

/**
 * Its label, as `MediaStreamTrack.label` will be; undefined where that cannot be told: no such camera, or the browser
 * names none before the camera is allowed. The browser lists its default camera first.
 * @param deviceId null for the browser's default
 * @see https://w3c.github.io/mediacapture-main/#dom-mediadevices-enumeratedevices
 */
export function findCameraLabel(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  deviceId: string | null,
): string | undefined {
  const cameras = devices.filter(({ kind }) => kind === 'videoinput');
  const camera = deviceId === null ? cameras[0] : cameras.find((known) => known.deviceId === deviceId);
  return camera?.label === '' ? undefined : camera?.label;
}
