import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../browser/started-server";
import { ordinaryShop, writeOrders } from "../pipeline/small-files";
import { PACKAGES } from "./tools";

/** A started server in a process of its own, the document that it serves, and a file of orders to upload. */
export interface ServedApi {
  readonly url: string;
  readonly folder: string;
  /** Paths of the document and the orders, in `folder`. */
  readonly document: string;
  readonly orders: string;
  /** A folder within `folder` for one client, where the tools' packages are found. */
  clientFolder(name: string): string;
  stop(): Promise<void>;
}

export async function startServedApi(): Promise<ServedApi> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-clients-"));
  const server = await startServer();
  const document = join(folder, "openapi.json");
  await Bun.write(document, await fetch(`${server.url}/docs/json`));
  return {
    url: server.url,
    folder,
    document,
    orders: writeOrders(folder, ordinaryShop(200, 300)),
    clientFolder: (name) => {
      const place = join(folder, name);
      mkdirSync(place);
      symlinkSync(PACKAGES, join(place, "node_modules"));
      return place;
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
