import type { KnownFunction } from "../jobs/inngest/executor";
import type { Fleet } from "./fleet";

/** A worker that answers calls at `url`, for the executor to call: registered and signed like any app. */
export async function calledWorker({ executor }: Fleet, url: string) {
  const headers = { "Content-Type": "application/json" };
  const sync = JSON.stringify({ url });
  const registered = await fetch(url, {
    method: "PUT",
    body: sync,
    headers: { ...headers, ...executor.signed(sync), "x-inngest-sync-kind": "in_band" },
  });
  const { functions } = (await registered.json()) as { functions: KnownFunction[] };
  const call = (known: KnownFunction, body: string, signed: Record<string, string>) =>
    fetch(`${url}?fnId=${encodeURIComponent(known.id)}&stepId=step`, {
      method: "POST",
      body,
      headers: { ...headers, ...signed },
    });
  return {
    functions,
    call: async (known: KnownFunction, _: string, payload: object) => {
      const body = JSON.stringify(payload);
      const answer = await call(known, body, executor.signed(body)).catch(() => null);
      if (!answer) return null;
      const noRetry = answer.headers.get("x-inngest-no-retry") === "true";
      return { status: answer.status, noRetry, body: (await answer.json()) as unknown };
    },
    /** What a call without a signature gets. */
    unsigned: () => call(functions[0]!, "{}", {}),
    cancel: () => {},
    take: async () => new Response(null, { status: 404 }),
  };
}
