// A stored setting as component state.
import type { WxtStorageItem } from '@wxt-dev/storage';
import { useEffect, useState } from 'preact/hooks';

/** The setting's value, its fallback until it is read, and a setter that stores; changes elsewhere are followed. */
export function useSetting<T>(item: WxtStorageItem<T, Record<string, unknown>>): [T, (value: T) => void] {
  const value = useStoredSetting(item);
  return [value === undefined ? item.fallback : value, (changed) => void item.setValue(changed)];
}

/** The setting's value only; undefined until it is read. */
export function useStoredSetting<T>(item: WxtStorageItem<T, Record<string, unknown>>): T | undefined {
  const [value, setValue] = useState<T | undefined>(undefined);
  useEffect(() => {
    let live = true;
    void item.getValue().then((stored) => live && setValue(() => stored));
    const unwatch = item.watch((changed) => setValue(() => changed));
    return () => {
      live = false;
      unwatch();
    };
  }, [item]);
  return value;
}
