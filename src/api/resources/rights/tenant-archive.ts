import { makeZip } from "client-zip";
import type { ApiContext } from "../../context";

/** A file in the archive. */
interface Part {
  readonly name: string;
  readonly input: ReadableStream<Uint8Array> | AsyncIterable<string>;
  readonly lastModified: Date;
}

/**
 * A tenant's complete data as one ZIP file, built while it is read: the rows of the store as JSON lines, then every
 * file. API keys are described, never included.
 */
export function tenantArchive(context: ApiContext, tenant: string): ReadableStream<Uint8Array> {
  return makeZip(partsOf(context, tenant));
}

async function* partsOf({ store, blobs, now }: ApiContext, tenant: string): AsyncGenerator<Part> {
  const lastModified = new Date(now());
  const lines = (name: string, rows: Iterable<unknown>): Part => ({
    name: `rows/${name}.jsonl`,
    input: jsonLines(rows),
    lastModified,
  });
  yield lines("tenant", [
    {
      id: tenant,
      default_model_id: store.tenants.defaultModel(tenant),
      settings: store.tenants.settings(tenant),
      schedule: store.schedules.find(tenant),
    },
  ]);
  yield lines("datasets", store.datasets.list(tenant));
  yield lines("models", store.models.list(tenant));
  yield lines("predictions", store.predictions.all(tenant));
  yield lines(
    "campaigns",
    store.campaigns
      .list(tenant)
      .map((campaign) => ({ ...campaign, members: store.campaigns.members(tenant, campaign.id) })),
  );
  yield lines("saved_segments", store.savedSegments.list(tenant));
  yield lines("jobs", store.jobs.all(tenant));
  yield lines("training_runs", store.trainingRuns.all(tenant));
  yield lines("notifications", store.notifications.list(tenant));
  yield lines(
    "mail_recipients",
    store.mailRecipients.list(tenant).map(({ secret, ...described }) => described),
  );
  yield lines(
    "webhooks",
    store.webhooks.list(tenant).map(({ secret, oldSecret, ...described }) => described),
  );
  yield lines(
    "api_keys",
    store.apiKeys.list(tenant).map(({ hash, ...described }) => described),
  );
  yield lines("members", store.members.list(tenant));
  yield lines(
    "invitations",
    store.invitations.list(tenant, now()).map(({ hash, ...described }) => described),
  );
  for (const { key } of await blobs.list(`tenants/${tenant}`)) {
    // A file deleted in the meantime no longer belongs to the tenant.
    const file = await blobs.open(key);
    if (file) yield { name: `files/${key.split("/").slice(2).join("/")}`, input: file.stream, lastModified };
  }
}

async function* jsonLines(rows: Iterable<unknown>): AsyncGenerator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}
