import { describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../../src/config";
import { firestoreMirror, type MirrorTools } from "../../src/mirror/integration";
import type { Store } from "../../src/store/store";
import { cleanUpAfterwards, newFolder, openStore } from "../store/open-store";
import { modelRow } from "../store/rows";

cleanUpAfterwards();

function toolsOf(store: Store, environment: Record<string, string>, told: string[] = []): MirrorTools {
  const tell = (_: object, message: string) => void told.push(message);
  return {
    config: readConfig(environment),
    store,
    log: { warn: tell, info: tell },
    now: Date.now,
    fetch: () => Promise.reject(new Error("away")),
    readObject: async () => null,
  };
}

const EMULATOR = { FIRESTORE_EMULATOR_HOST: "127.0.0.1:1", FIREBASE_PROJECT_ID: "shop-1" };

describe("the mirror of a server", () => {
  test("that is not set is off, names the variable, and keeps no outbox from before", () => {
    const store = openStore();
    store.mirror.switchOn(5);
    store.models.insert("t", modelRow("m"));
    const told: string[] = [];
    const mirror = firestoreMirror(toolsOf(store, {}, told));
    expect(mirror.status()).toEqual({
      state: "off",
      detail: "Nothing is copied. Set FIREBASE_SERVICE_ACCOUNT_PATH to the JSON file of a service account.",
    });
    mirror.start!();
    expect(store.mirror.state()).toEqual({ isOn: false, waiting: 0, setAside: 0, oldest: null });
    expect(told).toEqual(["Firestore is no longer configured: from now on nothing is copied to it"]);
  });

  test("leaves the outbox to another server of the store that sends", () => {
    const store = openStore();
    store.mirror.switchOn(5);
    store.models.insert("t", modelRow("m"));
    const lock = store.mirrorLock();
    expect(lock.take()).toBe(true);
    firestoreMirror(toolsOf(store, {})).start!();
    expect(store.mirror.isOn()).toBe(true);
    lock.release();
  });

  test("tells what waits and what was refused, and names no tenant", () => {
    const store = openStore();
    store.mirror.switchOn(5);
    store.models.insert("shop", modelRow("m"));
    const mirror = firestoreMirror(toolsOf(store, EMULATOR));
    expect(mirror.status().state).toBe("well");
    expect(mirror.status().detail).toMatch(
      /^Copies to the Firestore emulator: 3 rows are waiting, the oldest for \d+ s\.$/,
    );
    for (const row of store.mirror.next(8e15, 10)) store.mirror.refused(row, "too large", 8e15);
    expect(mirror.status()).toEqual({
      state: "failing",
      detail:
        'Copies to the Firestore emulator: everything else is there. 3 documents were refused and will be tried again; the log and "perennial mirror verify" name them.',
    });
  });

  test("does not begin with an account that is none, or of another project", () => {
    const file = join(newFolder(), "account.json");
    writeFileSync(file, "{}");
    const store = openStore();
    const mirror = (project: string) => () =>
      firestoreMirror(toolsOf(store, { FIREBASE_SERVICE_ACCOUNT_PATH: file, FIREBASE_PROJECT_ID: project }));
    expect(mirror("shop-1")).toThrow(/is not a service account/);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const account = { type: "service_account", project_id: "shop-1", client_email: "a@b", private_key: key };
    writeFileSync(file, JSON.stringify(account));
    expect(mirror("shop-1")).not.toThrow();
    expect(mirror("shop-2")).toThrow(/an account of the project shop-1, and FIREBASE_PROJECT_ID is shop-2/);
  });

  test("with an account that cannot be fetched goes on trying, and says why", async () => {
    const store = openStore();
    const warned = Promise.withResolvers<void>();
    const tools = toolsOf(store, { FIREBASE_SERVICE_ACCOUNT_PATH: "https://keys.example/a.json?secret" });
    store.models.insert("shop", modelRow("m"));
    const mirror = firestoreMirror({ ...tools, log: { info() {}, warn: () => warned.resolve() } });
    mirror.start!();
    await warned.promise;
    expect(mirror.status().state).toBe("failing");
    expect(mirror.status().detail).toStartWith(
      "Nothing reaches Firestore: FIREBASE_SERVICE_ACCOUNT_PATH is https://keys.example/a.json, which cannot be reached. 3 rows are waiting",
    );
    await mirror.stop!(1000);
  });
});
