import { afterAll, beforeAll, expect, test } from "bun:test";
import { examine } from "../../src/commands/doctor/examine";
import { leftovers } from "../../src/jobs/start-sweep";
import { DiskBlobs } from "../../src/store/blobs";
import { Store, storePath } from "../../src/store/store";
import { ArmedServer } from "../crash/armed-server";
import { programCopy } from "../crash/program-copy";
import { cleanUp, newFolder, smallOrders } from "./running";

let server: ArmedServer;
let dataDir = "";
let orders = "";
beforeAll(async () => {
  dataDir = newFolder();
  orders = await smallOrders();
  server = new ArmedServer(programCopy(), dataDir);
  await server.start();
});
afterAll(async () => {
  server.kill("SIGKILL");
  await server.dead(false);
  await cleanUp();
});

// biome-ignore lint/suspicious/noExplicitAny: the tests say what is to be in it
async function call(method: string, path: string, body?: object): Promise<{ status: number; json: any }> {
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      "X-Tenant-Id": "shop",
      ...(body && !(body instanceof FormData) && { "Content-Type": "application/json" }),
    },
    ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

let sent = 0;
async function upload(appendTo?: string) {
  const form = new FormData();
  form.set(
    "file",
    new File([`${orders}9${sent++},P1,1,2020-05-05 10:00,1,c${sent}\n`], `orders-${sent}.csv`),
  );
  if (appendTo) form.set("append_to", appendTo);
  return (await call("POST", "/upload", form)).json;
}

async function train(): Promise<string> {
  const { dataset_path } = await upload();
  const { json } = await call("POST", "/train", { dataset_path, effort: "quick" });
  await fetch(`${server.url}/jobs/${json.job_id}/events`, { headers: { "X-Tenant-Id": "shop" } }).then(
    (answer) => answer.text(),
  );
  return json.job_id;
}

/** Makes something, and says how it is deleted and whether it is still there. */
const THINGS: Readonly<Record<string, () => Promise<{ address: string; isThere(): Promise<boolean> }>>> = {
  model: async () => {
    const address = `/models/${await train()}`;
    return { address, isThere: async () => (await call("GET", address)).status === 200 };
  },
  "data set": async () => {
    const { dataset_id } = await upload();
    await upload(dataset_id);
    const address = `/datasets/${dataset_id}`;
    return { address, isThere: async () => (await call("GET", address)).status === 200 };
  },
  "file of a data set": async () => {
    const { dataset_id } = await upload();
    const { file_id } = await upload(dataset_id);
    const isThere = async () =>
      (await call("GET", `/datasets/${dataset_id}`)).json.files.some(
        (file: { file_id: string }) => file.file_id === file_id,
      );
    return { address: `/datasets/${dataset_id}/files/${file_id}`, isThere };
  },
};

const PLACES = [
  ["commit", "before", false],
  ["commit", "after", false],
  ["commit", "after", true],
  ["remove", "before", false],
  ["remove", "after", false],
] as const;

for (const [thing, make] of Object.entries(THINGS))
  for (const [op, when, all] of PLACES)
    test(`${all ? "a power failure" : "kill -9"} ${when} the ${op} of deleting a ${thing} leaves row and files, or neither`, async () => {
      const { address, isThere } = await make();
      server.arm({ role: "server", op, when, nth: 1, all });
      await call("DELETE", address).catch(() => null);
      await server.exited();
      expect(server.takeFate()).toMatchObject({ op, when });
      await server.dead(all);
      expect(await server.start()).toBe(true);
      // Before the commit nothing has happened, and behind it nothing is undone.
      expect(await isThere()).toBe(op === "commit" && when === "before");
      const path = storePath(dataDir);
      const { findings } = await examine({ dataDir, path, blobs: new DiskBlobs(dataDir) }, { repair: false });
      expect(findings).toEqual([]);
      const store = Store.look(path);
      expect(leftovers(store, dataDir)).toEqual([]);
      store.close();
    });
