import type { ApiContext } from "../../src/api/context";

/** Writes down a campaign to some customers, the first of whom is left alone, and returns its id. */
export function furnishCampaign(
  { store, now }: ApiContext,
  tenant: string,
  { name, modelId, customers }: { name: string; modelId: string; customers: readonly string[] },
): string {
  const id = Bun.randomUUIDv7();
  const times = { startsAt: now(), horizonDays: 90, createdAt: now() };
  const members = customers.map((customerId, i) => ({ customerId, isControl: i === 0 }));
  store.campaigns.insert(
    tenant,
    { id, name, modelId, filter: { segment: "0" }, terms: {}, promise: null, ...times },
    members,
  );
  return id;
}
