import type { ApiContext } from "../api/context";
import { signInIntegration } from "../auth/sign-in-integration";
import { destinationChannel } from "../destinations/channel";
import type { Integration } from "../integration";
import { bucketSweep } from "../jobs/bucket-sweep";
import { type InngestIntegration, inngestOff } from "../jobs/inngest/open-inngest";
import { firestoreMirror } from "../mirror/integration";
import type { WatchedMailer } from "../notify/mail/watched-mailer";
import { openNotify } from "../notify/open-notify";
import { storageIntegration } from "../store/bucket/storage-integration";
import { experimentTracking } from "../tracking/integration";
import { mirrorSources } from "./mirror-sources";

/**
 * The outside services that are set up, and those that are off, in the settings page's order. `left` is what dead
 * processes left in the bucket.
 */
export function openIntegrations(
  context: Omit<ApiContext, "integrations" | "inngest"> & { readonly inngest: InngestIntegration | null },
  mailer: WatchedMailer | null,
  left: readonly string[],
): Integration[] {
  const { config, store, blobs, log, now, people, inngest, connections } = context;
  return [
    firestoreMirror({ config, store, log, now, ...mirrorSources(config) }),
    storageIntegration(blobs, log, now, bucketSweep(store, left)),
    experimentTracking({ config, store, blobs, log, now }),
    inngest ?? inngestOff({ store, log, now }),
    signInIntegration(config, people),
    ...openNotify({
      config,
      store,
      log,
      now,
      mailer,
      inngest: inngest?.channel ?? null,
      // Only here: the words are those of the pages, which a start does not load.
      writeWeekly: async (tenant) => {
        await import("../../views/jsx");
        const { weekReport } = await import("../../views/week/week-report");
        return weekReport(context, tenant);
      },
      destination: destinationChannel({
        store,
        blobs,
        log,
        connections,
        publicUrl: config.publicUrl,
        mailer,
        now,
      }),
      checkAlerts: async (tenant, state) => {
        await import("../../views/jsx");
        const { checkAlerts } = await import("../../views/week/alert-check");
        return checkAlerts(context, tenant, state);
      },
    }),
  ];
}
