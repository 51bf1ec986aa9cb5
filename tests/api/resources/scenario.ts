import { describe, expect, test } from "bun:test";
import { operationOf } from "../../../src/api/openapi-operation";
import { routes } from "../../../src/api/resources";
import { predictionsWritten } from "../../../src/api/resources/predict/prediction-log";
import type { Route } from "../../../src/api/route";
import type { Census, ShopServer } from "./shop-server";

/** One request and all that must come of it. */
export interface Scenario {
  readonly method: string;
  readonly url: string;
  /** `X-Tenant-Id: shop` unless said otherwise; null leaves it out. */
  readonly tenant?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, but for text and forms, which are sent as they are. */
  readonly body?: unknown;
  readonly status: number;
  /** What the body must hold, and must not. */
  readonly has?: readonly (string | RegExp)[];
  readonly hasNot?: readonly (string | RegExp)[];
  readonly answerHeaders?: Readonly<Record<string, string | RegExp>>;
  /** What must be over before rows and files are counted: a job that the request began. */
  until?(answer: string): Promise<unknown>;
  /** By how much the number of rows and files must have changed; by nothing where it is not named. */
  readonly changes?: Partial<Census>;
  /** What else must have happened. */
  after?(answer: string): unknown;
}

/** An id of the right form that nobody has. */
export const NOWHERE = "01900000-0000-7000-8000-000000000000";

/**
 * Runs the scenarios one after the other, a test each, by its name. They are made when the server is there: ids are
 * known only then.
 */
export function runScenarios(
  title: string,
  server: () => ShopServer,
  table: Readonly<Record<string, () => Scenario>>,
): void {
  describe(title, () => {
    for (const [name, scenario] of Object.entries(table)) {
      test(name, () => runScenario(server(), scenario()));
    }
  });
}

/** Sends the request over a real socket and checks what came of it. */
export async function runScenario(server: ShopServer, scenario: Scenario): Promise<void> {
  const before = await server.census();
  const response = await send(server.url, scenario);
  const answer = await response.text();
  const shown = `${scenario.method} ${scenario.url}: ${answer.slice(0, 400)}`;
  expect({ shown, status: response.status }).toEqual({ shown, status: scenario.status });
  expectDocumented(scenario, response.status);
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.parse(answer)).toMatchObject({ type: "about:blank", status: response.status });
  }
  for (const part of scenario.has ?? []) expect(answer).toMatch(part);
  for (const part of scenario.hasNot ?? []) expect(answer).not.toMatch(part);
  for (const [name, value] of Object.entries(scenario.answerHeaders ?? {}))
    expect(response.headers.get(name) ?? "").toMatch(value);
  await scenario.until?.(answer);
  await predictionsWritten(server.context);
  const after = await server.census();
  const changes = Object.fromEntries(
    Object.entries(after).map(([kind, count]) => [kind, count - before[kind as keyof Census]]),
  );
  const none = { datasets: 0, models: 0, predictions: 0, jobs: 0, files: 0 };
  expect({ shown, changes }).toEqual({ shown, changes: { ...none, ...scenario.changes } });
  await scenario.after?.(answer);
}

/**
 * Fails where a route answers a status that its documentation does not name. That a method or a path is not there
 * belongs to no route.
 */
function expectDocumented({ method, url }: Scenario, status: number): void {
  const path = url.split("?")[0]!;
  const fits = ({ path: pattern }: Route) =>
    pattern === path ||
    new RegExp(`^${pattern.replace(/:[a-z_]+/g, "[^/]+").replace(".", "\\.")}$`).test(path);
  const candidates = routes.filter((route) => route.method === method && fits(route));
  const route = candidates.find((each) => each.path === path) ?? candidates[0];
  if (!route) return;
  const documented = Object.keys(operationOf(route).responses as object);
  expect({ route: `${method} ${route.path}`, documented }).toEqual({
    route: `${method} ${route.path}`,
    documented: expect.arrayContaining([String(status)]),
  });
}

export function send(
  url: string,
  { method, url: path, tenant = "shop", headers = {}, body }: Omit<Scenario, "status">,
): Promise<Response> {
  const sent = new Headers(headers);
  if (tenant !== null) sent.set("X-Tenant-Id", tenant);
  const isJson = body !== undefined && typeof body !== "string" && !(body instanceof FormData);
  if (isJson && !sent.has("content-type")) sent.set("Content-Type", "application/json");
  return fetch(url + path, {
    method,
    headers: sent,
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as string | FormData) }),
  });
}
