import type { Config } from "../config";
import { UserError } from "../errors";
import { counted } from "../figures";
import { type Integration, type IntegrationStatus, waitingWords } from "../integration";
import { systemClock } from "../loop";
import { MOST_COUNTED } from "../store/mirror";
import type { Store } from "../store/store";
import { type FirestoreAccess, openFirestore } from "./firestore";
import { MirrorSender, type SenderOptions } from "./sender";
import { type AccountSources, isLocal, readLocalAccount, readServiceAccount } from "./service-account";
import type { MirrorTarget } from "./target";

export interface MirrorTools extends AccountSources, Pick<SenderOptions, "log"> {
  /** Milliseconds since 1970. */
  now(): number;
  readonly config: Pick<Config, "firebaseServiceAccountPath" | "firebaseProjectId" | "firestoreEmulatorHost">;
  readonly store: Store;
}

const NAME = "firestore";
/** A batch takes less time. One that does not is sent again after the next start. */
const MOST_GRACE_MS = 1000;
const PURPOSE = "copies tenants, models, predictions, jobs and notifications to Firestore";

/**
 * The copy in Firestore, on or off. Throws a UserError if the service account is a local file that is not valid. An
 * account elsewhere is read, and retried, while the server runs.
 */
export function firestoreMirror(tools: MirrorTools): Integration {
  const { config, store, log, now } = tools;
  if (!isConfigured(config))
    return { name: NAME, purpose: PURPOSE, status: offStatus, start: () => switchOff(tools) };
  const location = config.firebaseServiceAccountPath;
  if (location !== null && isLocal(location)) checkProject(readLocalAccount(location).projectId, config);
  const sender = new MirrorSender({
    store,
    lock: store.mirrorLock(),
    connect: () => connectMirror(tools),
    log,
    clock: { ...systemClock, now },
  });
  return {
    name: NAME,
    purpose: PURPOSE,
    status: () => statusOf(sender, tools),
    start() {
      store.mirror.switchOn(now());
      sender.start();
    },
    stop: (graceMs) => sender.stop(Math.min(graceMs, MOST_GRACE_MS)),
  };
}

/** Whether the settings name a destination. */
function isConfigured({ firebaseServiceAccountPath, firestoreEmulatorHost }: MirrorTools["config"]): boolean {
  return firebaseServiceAccountPath !== null || firestoreEmulatorHost !== null;
}

/** Connects as the settings say. Throws a UserError that says what to set or fix. */
export async function connectMirror(
  tools: Omit<MirrorTools, "log" | "now" | "store">,
): Promise<MirrorTarget> {
  return openFirestore(await accessOf(tools));
}

async function accessOf({
  config,
  ...sources
}: Omit<MirrorTools, "log" | "now" | "store">): Promise<FirestoreAccess> {
  const {
    firestoreEmulatorHost: emulatorHost,
    firebaseProjectId,
    firebaseServiceAccountPath: location,
  } = config;
  if (emulatorHost !== null) return { emulatorHost, projectId: firebaseProjectId! };
  if (location === null) {
    throw new UserError(
      "Firestore is not configured. Set FIREBASE_SERVICE_ACCOUNT_PATH to the JSON file of a service account.",
    );
  }
  const account = await readServiceAccount(location, sources);
  checkProject(account.projectId, config);
  return { account, projectId: account.projectId };
}

function checkProject(projectId: string, { firebaseProjectId }: MirrorTools["config"]): void {
  if (firebaseProjectId === null || firebaseProjectId === projectId) return;
  throw new UserError(
    `FIREBASE_SERVICE_ACCOUNT_PATH leads to an account of the project ${projectId}, and FIREBASE_PROJECT_ID is ${firebaseProjectId}. ` +
      "Give an account of that project, or unset FIREBASE_PROJECT_ID.",
  );
}

/** Forgets what was waiting to be copied. Switching the mirror on again rewrites everything. */
function switchOff({ store, log }: MirrorTools): void {
  if (!store.mirror.isOn()) return;
  const lock = store.mirrorLock();
  if (lock.take()) {
    store.mirror.switchOff();
    log.info({}, "Firestore is no longer configured: from now on nothing is copied to it");
  } else log.warn({}, "another server of this store copies to Firestore, but this one is not configured to");
  lock.release();
}

function offStatus(): IntegrationStatus {
  return {
    state: "off",
    detail: "Nothing is copied. Set FIREBASE_SERVICE_ACCOUNT_PATH to the JSON file of a service account.",
  };
}

function statusOf(sender: MirrorSender, { config, store, now }: MirrorTools): IntegrationStatus {
  const { waiting, setAside, oldest } = store.mirror.state();
  const { state } = sender;
  const rows =
    waiting >= MOST_COUNTED ? `${MOST_COUNTED} or more rows are waiting` : waitingWords(waiting, "row");
  const age = oldest === null ? "" : `, the oldest for ${Math.max(0, Math.round((now() - oldest) / 1000))} s`;
  const aside =
    setAside === 0
      ? ""
      : ` ${counted(setAside, "document")} ${setAside === 1 ? "was" : "were"} refused and will be tried again; the log and "perennial mirror verify" name them.`;
  const place = config.firestoreEmulatorHost === null ? "Firestore" : "the Firestore emulator";
  if (state.doing === "failing")
    return {
      state: "failing",
      detail: `Nothing reaches ${place}: ${state.reason.replace(/\.?$/, ".")} ${rows}${age}.${aside}`,
    };
  const doing = state.doing === "standing by" ? "Another server of this store copies" : "Copies";
  return {
    state: setAside === 0 ? "well" : "failing",
    detail: `${doing} to ${place}: ${waiting === 0 ? `everything${setAside === 0 ? "" : " else"} is there` : `${rows}${age}`}.${aside}`,
  };
}
