import type { Logger } from "pino";
import { openPeople, type People, type PeopleOptions } from "../../src/auth/people";
import type { Config } from "../../src/config";
import type { Store } from "../../src/store/store";

/** What stands for Firebase. */
export type TestFirebase = Partial<Pick<PeopleOptions, "fetch" | "loadAuth">>;

/** What signs people in on a server of the tests; nothing of it leaves the machine. */
export function testPeople(
  config: Config,
  store: Store,
  log: Logger,
  now: () => number,
  firebase: TestFirebase = {},
): People | null {
  return openPeople({
    config,
    store,
    log,
    now,
    fetch: async () => Response.error(),
    readAccount: async () => {
      throw new Error("no service account");
    },
    ...firebase,
  });
}
