import { type FirestoreController, FirestoreMock } from "@firebase-bridge/firestore-admin";
import type { Clock } from "../../src/loop";
import { FirestoreTarget } from "../../src/mirror/firestore";
import { MirrorSender, type SenderOptions } from "../../src/mirror/sender";
import type { MirrorTarget, Write } from "../../src/mirror/target";
import type { Store } from "../../src/store/store";

/** Firestore in this process, behind its own client library. */
export function newFirestore(): {
  readonly controller: FirestoreController;
  readonly target: FirestoreTarget;
} {
  const controller = new FirestoreMock().createDatabase("perennial-test");
  return { controller, target: new FirestoreTarget(controller.firestore(), "the project perennial-test") };
}

/** All documents by their path. */
export function contentOf(controller: FirestoreController): Record<string, Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {};
  for (const { path, data } of controller.database.toMetaArray())
    found[path] = data as Record<string, unknown>;
  return found;
}

/** An error as the client library throws those of the service. */
export function serviceError(code: number, message: string): Error {
  return Object.assign(new Error(`${code} ${message}`), { code });
}

/** A target that fails where `fault` says so, and stays open for the next who connects. */
export function failing(
  target: MirrorTarget,
  fault: (writes: readonly Write[]) => Error | null,
): MirrorTarget {
  return {
    name: target.name,
    apply(writes) {
      const error = fault(writes);
      return error ? Promise.reject(error) : target.apply(writes);
    },
    tenants: () => target.tenants(),
    documents: (...asked) => target.documents(...asked),
    find: (keys) => target.find(keys),
    close: async () => {},
  };
}

/** A clock that waiting moves on. */
export class MovingClock implements Clock {
  readonly waited: number[] = [];
  /** Called with every wait, after the clock has moved on. */
  onWait: (milliseconds: number) => void = () => {};

  constructor(public time = Date.UTC(2030, 0, 1)) {}

  readonly now = () => this.time;
  readonly random = () => 0;

  readonly after = (milliseconds: number, call: () => void) => {
    this.waited.push(milliseconds);
    this.time += milliseconds;
    this.onWait(milliseconds);
    const soon = setImmediate(call);
    return () => clearImmediate(soon);
  };
}

export function senderOf(
  store: Store,
  target: MirrorTarget,
  clock = new MovingClock(),
  given: Partial<SenderOptions> = {},
): MirrorSender {
  store.mirror.switchOn(clock.now());
  return new MirrorSender({
    store,
    lock: store.mirrorLock(),
    connect: async () => target,
    log: { warn() {}, info() {} },
    clock,
    ...given,
  });
}
