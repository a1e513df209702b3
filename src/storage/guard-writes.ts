// No write of the database begins on a full disk, whoever makes it: `refuseFullDisk` says why.
import { Dexie, type DBCoreMutateRequest, type DBCoreTransaction } from 'dexie';
import { estimateBytes } from './estimate-bytes.ts';
import { findFreeBytes, FULL_BYTES, FULL_DISK, RoomError } from './room.ts';

/** So long the browser's answer holds within a transaction. */
const ANSWER_LASTS_MS = 250;

/** What is known of the disk within a transaction. */
type Room = {
  /** All that it has written, which the browser counts once it ends. */
  writtenBytes: number;
  /** As the browser said last; what others have written since is not known. */
  freeBytes: number;
  askedAtMs: number;
};

/**
 * Lets every write reject with a {@link RoomError} while there is no room for it, and its transaction with it: all of that is
 * undone. The browser is asked at the first write of each transaction and, in a long one, now and then; Dexie keeps the
 * transaction open meanwhile.
 * @see https://dexie.org/docs/Dexie/Dexie.use()
 * @see https://dexie.org/docs/Dexie/Dexie.waitFor()
 */
export function guardWrites(database: Dexie): void {
  const rooms = new WeakMap<DBCoreTransaction, Room>();

  const ask = async (room: Room): Promise<void> => {
    const askedAtMs = performance.now();
    // Where the browser does not say there may be enough, as everywhere.
    const freeBytes = (await findFreeBytes()) ?? Infinity;
    Object.assign(room, { freeBytes, askedAtMs });
    if (!hasRoom(room)) throw new RoomError(FULL_DISK);
  };

  /** Before a write; undefined where nobody has to be asked. */
  const check = ({ trans, ...request }: DBCoreMutateRequest): Promise<void> | undefined => {
    if (!globalThis.navigator?.storage) return undefined;
    const room = rooms.get(trans) ?? { writtenBytes: 0, freeBytes: 0, askedAtMs: -Infinity };
    rooms.set(trans, room);
    if (request.type === 'add' || request.type === 'put') {
      room.writtenBytes += estimateBytes(request.values);
    }
    const isFresh = performance.now() < room.askedAtMs + ANSWER_LASTS_MS;
    if (isFresh && hasRoom(room)) return undefined;
    return Dexie.waitFor(Dexie.ignoreTransaction(() => ask(room)));
  };

  database.use({
    stack: 'dbcore',
    name: 'guard-writes',
    create: (core) => ({
      table(name) {
        const table = core.table(name);
        return {
          ...table,
          mutate(request) {
            const checked = check(request);
            return checked ? checked.then(() => table.mutate(request)) : table.mutate(request);
          },
        };
      },
    }),
  });
}

function hasRoom({ freeBytes, writtenBytes }: Room): boolean {
  return freeBytes >= FULL_BYTES + writtenBytes;
}
