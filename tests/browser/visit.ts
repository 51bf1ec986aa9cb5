import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { dashboards } from "../../views";
import { type ShopServer, startShopServer } from "../api/resources/shop-server";
import { openBrowser, type Watched, type WatchOptions, watch } from "./chromium";
import { WIDE } from "./page-faults";
import { type StartedServer, startServer } from "./started-server";

/** A browser at a server's pages, for the tests of a file. */
export interface Visit<Server> {
  readonly server: Server;
  readonly browser: Browser;
  readonly watched: Watched;
  readonly page: Page;
  /** Of this visit alone. */
  readonly folder: string;
}

interface VisitOptions extends WatchOptions {
  /** Who is signed in from the start; nobody by default. */
  readonly tenant?: string;
}

/**
 * Starts a server and a browser that looks at it, 1280 pixels wide unless `options` say otherwise. Await it at the head
 * of the file; everything ends after its last test.
 */
async function visit<Server extends { readonly url: string }>(
  start: (folder: string) => Promise<Server>,
  end: (server: Server) => Promise<void>,
  { tenant, ...options }: VisitOptions,
): Promise<Visit<Server>> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-visit-"));
  const [server, browser] = await Promise.all([start(folder), openBrowser()]);
  afterAll(async () => {
    await browser.close();
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  const watched = await watch(browser, server.url, { viewport: WIDE, ...options });
  if (tenant) await signIn(watched.context, tenant, server);
  return { server, browser, watched, page: await watched.context.newPage(), folder };
}

/** At a server as it is started by hand; `environment` may name the visit's folder. */
export function visitStarted(
  options: VisitOptions = {},
  environment: (folder: string) => Record<string, string> = () => ({}),
): Promise<Visit<StartedServer>> {
  return visit(
    (folder) => startServer(environment(folder)),
    (server) => server.stop(),
    options,
  );
}

/** At a server within this process, whose shops the test furnishes. */
export function visitShops(options: VisitOptions = {}): Promise<Visit<ShopServer>> {
  return visit(
    () => startShopServer({}, dashboards),
    (server) => server.close(),
    options,
  );
}

/** From here on the browser's requests are those of `tenant`. */
export function signIn(
  context: BrowserContext,
  tenant: string,
  { url }: { readonly url: string },
): Promise<void> {
  return context.addCookies([{ name: "perennial_session", value: tenant, url }]);
}

/**
 * The tests of a walk: each goes on where the one before stopped. Whatever the browser had to complain of meanwhile fails
 * a step, and the steps after one that failed are not gone.
 */
export function walk(watched: Watched): (name: string, go: () => Promise<void>) => void {
  let isStuck = false;
  return (name, go) =>
    test(name, async () => {
      if (isStuck) throw new Error("the walk ended before");
      isStuck = true;
      await go();
      isStuck = false;
      expect(watched.take()).toEqual([]);
    }, 200_000);
}
