import { UserError } from "../errors";
import type { JobHandler } from "./job-handler";

/** Mails, on a server that cannot send any: each job fails at once and says so, rather than wait for ever. */
export function emailJobs(): JobHandler {
  return {
    workerFile: "",
    async prepare() {
      throw new UserError("Mail is not configured on this server, so nothing was sent.");
    },
    commit() {
      throw new RangeError("a mail is never sent");
    },
    async discard() {},
  };
}
