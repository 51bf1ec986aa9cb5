import type { Logger } from "pino";
import { openPeople, type People } from "../auth/people";
import type { Config } from "../config";
import { UserError } from "../errors";
import { readServiceAccount } from "../mirror/service-account";
import type { Store } from "../store/store";
import { mirrorSources } from "./mirror-sources";

/** The sign-in services, with the service account of the settings. Null unless `AUTH=firebase`. */
export function peopleOf(config: Config, store: Store, log: Logger, now: () => number): People | null {
  return openPeople({
    config,
    store,
    log,
    now,
    fetch: (url, init) => fetch(url, init),
    readAccount: async () => {
      const account = await readServiceAccount(config.firebaseServiceAccountPath!, mirrorSources(config));
      if (account.projectId === config.firebaseProjectId) return account;
      throw new UserError(
        `FIREBASE_SERVICE_ACCOUNT_PATH points to an account of the project ${account.projectId}, but FIREBASE_PROJECT_ID is ${config.firebaseProjectId}. Use an account of that project.`,
      );
    },
  });
}
