import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dashboards } from "../../../../views";
import { type ShopServer, startShopServer } from "../../../api/resources/shop-server";
import { type PageClient, trustedClient } from "../page-client";

const CANARY = `"'><img src=x onerror=1>`;
let server: ShopServer;
let shop: PageClient;
beforeAll(async () => {
  server = await startShopServer({ MAX_UPLOAD_BYTES: "500000" }, dashboards);
  shop = trustedClient(server, "shop");
  // Jobs are looked at, not run.
  await server.context.queue.stop({ graceMs: 0 });
});
afterAll(() => server.close());

const HEADER = `Customer,Invoice,Date,Quantity,Price,"${CANARY.replaceAll('"', '""')}"`;
/** Lines whose days and months are all 12 or less, in no order that time runs in; one without a customer. */
const AMBIGUOUS = [
  HEADER,
  ...Array.from(
    { length: 60 },
    (_, i) => `C${i % 9},A${i},${1 + (i % 9)}/${1 + ((i * 5) % 7)}/2011,2,3.50,=cmd()`,
  ),
  ",A61,1/2/2011,2,3.50,x",
].join("\n");
const fileOf = (text: string, name = "orders.csv") => {
  const form = new FormData();
  form.set("file", new File([text], name));
  return form;
};

async function uploaded(text = AMBIGUOUS, name?: string): Promise<string> {
  const { status, location } = await shop.post("/app/upload", fileOf(text, name));
  expect(status).toBe(303);
  expect(location).toMatch(/^\/app\/upload\/[0-9a-f-]{36}$/);
  return location;
}

describe("the upload", () => {
  test("asks for a file, and a role", async () => {
    const page = await shop.get("/app/upload");
    expect(page.status).toBe(200);
    expect(page.html).toContain('enctype="multipart/form-data"');
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  for (const [name, text, file, status, said] of [
    [
      "is a kind of file that cannot be read",
      "a,b",
      "orders.pdf",
      422,
      "is a kind of file that cannot be read",
    ],
    ["is larger than the limit", `a,b\n${"1,2\n".repeat(130_000)}`, "orders.csv", 413, "larger than"],
    ["has a name that sings", "", `${CANARY}.csv`, 422, "&lt;img src=x"],
  ] as const) {
    test(`is refused on the same page where the file ${name}, and nothing is kept`, async () => {
      const before = await server.census();
      const page = await shop.post("/app/upload", fileOf(text, file));
      expect([page.status, page.html.includes(said), page.html.includes("<img src=x")]).toEqual([
        status,
        true,
        false,
      ]);
      expect(page.html).toContain("Choose a file");
      expect(await server.census()).toEqual(before);
    });
  }

  test("tells a script where to go on by a header, as htmx wants it", async () => {
    const page = await shop.post("/app/upload", fileOf(AMBIGUOUS), {
      "HX-Request": "true",
      "HX-Request-Type": "partial",
    });
    expect([page.status, page.headers.get("hx-redirect")]).toEqual([
      200,
      expect.stringMatching(/^\/app\/upload\//),
    ]);
  });
});

describe("the columns of an upload", () => {
  test("are shown as they were recognised, with the first rows and both readings of a date, and nothing in them runs", async () => {
    const { html } = await shop.get(await uploaded());
    expect(html).toContain('<option value="Customer" selected');
    expect(html).toContain("Month first");
    expect(html).toContain("Day first");
    expect(html).toContain("=cmd()");
    expect(html).not.toContain("<img src=x");
    expect(html).toContain("&lt;img src=x onerror=1>");
  });

  test("are checked against all rows: an ambiguous order of dates is asked about, and then every row is accounted for", async () => {
    const path = await uploaded();
    const part = { "HX-Request": "true", "HX-Request-Type": "partial" };
    const asked = await shop.get(`${path}/check`, part);
    expect(asked.html).toContain("orders.csv: The dates in the column &quot;Date&quot; are ambiguous");
    expect(asked.html).not.toContain("<html");
    const { html } = await shop.get(`${path}/check?date_order=dmy`, part);
    expect(html).toContain("60 of 61 rows can be used");
    expect(html).toContain("No customer");
    expect(html).toContain("row 62");
    const whole = await shop.get(`${path}?check=1&date_order=dmy`);
    expect(whole.html).toContain("60 of 61 rows can be used");
    expect(whole.html).toContain('name="date_order" value="dmy" checked');
  });

  test("keep what was chosen where it cannot be, and nothing is begun", async () => {
    const path = await uploaded();
    const before = await server.census();
    const page = await shop.post(`${path}/train`, {
      customer_id: "",
      country: "no such column",
      name: CANARY,
      effort: "quick",
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain("Say which column names the customer.");
    expect(page.html).toContain("The file has no such column.");
    expect(page.html).toContain('<option value="quick" selected');
    expect(page.html).not.toContain("<img src=x");
    expect(await server.census()).toEqual(before);
  });

  test("are trained on with the shop's own terms, and the mapping stays with the file", async () => {
    await shop.post("/app/settings/costs", { missed_churner_cost: "50", false_alarm_cost: "2.5" });
    const terms = { contact_cost: "2", offer_cost: "7", margin: "40", success_rate: "20", redeem_rate: "50" };
    await shop.post("/app/settings/contact", terms);
    const path = await uploaded();
    const chosen = { quantity: "", date_order: "dmy", effort: "quick", name: "First" };
    const { status, location } = await shop.post(`${path}/train`, chosen);
    expect(status).toBe(303);
    const { store } = server.context;
    const job = store.jobs.find("shop", location.split("/").at(-1)!)!;
    const { dataset_path, ...asked } = job.payload;
    expect(asked).toEqual({
      effort: "quick",
      name: "First",
      missed_churner_cost: 50,
      false_alarm_cost: 2.5,
      contact: { contact_cost: 2, offer_cost: 7, margin: 0.4, success_rate: 0.2, redeem_rate: 0.5 },
    });
    expect(store.datasets.findByPath("shop", String(dataset_path))?.files).toMatchObject([
      { mappingPath: expect.stringMatching(/mapping\.json$/), dateOrder: "dmy" },
    ]);
    expect((await shop.get(path)).html).not.toContain('value="Quantity" selected');
    const again = await shop.post(`${path.replace("upload", "datasets")}/train`, {});
    expect(store.jobs.find("shop", again.location.split("/").at(-1)!)!.payload).toMatchObject({
      dataset_path,
    });
  });

  test("of another shop are not there", async () => {
    const path = await uploaded();
    const stranger = trustedClient(server, "stranger");
    const dataset = path.replace("upload", "datasets");
    const before = await server.census();
    for (const asked of [path, `${path}/check`, dataset])
      expect((await stranger.get(asked)).status).toBe(404);
    for (const asked of [`${path}/train`, `${dataset}/train`, `${dataset}/delete`])
      expect((await stranger.post(asked, {})).status).toBe(404);
    expect(await server.census()).toEqual(before);
  });
});

describe("data sets", () => {
  test("are listed with what was found in them, and one tells of its rows", async () => {
    const has = await server.furnish("listed");
    const client = trustedClient(server, "listed");
    const list = await client.get("/app/datasets");
    expect(list.html).toContain("orders.csv");
    expect(list.html).toContain(`/app/models/${has.model}`);
    const { html } = await client.get(`/app/datasets/${has.dataset}`);
    expect(html).toContain("Rows used");
    expect(html).toContain("<desc");
  });

  test("are deleted, but not while a training needs them", async () => {
    const has = await server.furnish("deleting");
    const client = trustedClient(server, "deleting");
    const { store, queue } = server.context;
    const job = queue.enqueue("deleting", "training", { dataset_path: has.datasetPath })!;
    expect((await client.post(`/app/datasets/${has.dataset}/delete`, {})).status).toBe(409);
    queue.cancel("deleting", job.id);
    expect((await client.post(`/app/datasets/${has.dataset}/delete`, {})).location).toBe("/app/datasets");
    expect([store.datasets.list("deleting"), store.models.list("deleting").length]).toEqual([[], 1]);
    expect(await server.context.blobs.exists(`tenants/deleting/datasets/${has.dataset}`)).toBe(false);
    expect((await client.get("/app/datasets")).html).toContain("No data sets yet");
  });
});

describe("a data set of several files", () => {
  const NEXT = [
    HEADER,
    ...Array.from({ length: 20 }, (_, i) => `C${i},N${i},2/${13 + (i % 9)}/2011,2,3.50,y`),
  ].join("\n");
  const added = async (path: string, text: string) => {
    const form = new FormData();
    form.set("append_to", path.split("/").at(-1)!);
    form.set("file", new File([text], "orders.csv"));
    return await shop.post("/app/upload", form);
  };

  test("grows by a file that is then checked together with the others, and is trained on as a whole", async () => {
    const path = await uploaded(AMBIGUOUS);
    await shop.post(`${path}/keep`, { date_order: "mdy" });
    const { status, location } = await added(path, NEXT);
    expect(status).toBe(303);
    expect(location).toMatch(new RegExp(`^${path}\\?file=[0-9a-f-]{36}$`));
    const { html } = await shop.get(location);
    expect(html).toContain("Train on both files");
    expect(html).toContain("orders.csv (2)");
    expect(html).toContain('value="mdy" checked');
    const page = await shop.get(path.replace("upload", "datasets"));
    for (const said of ["orders.csv and 1 more file", "2 files", "Add newer orders", "Train on both files"])
      expect(page.html).toContain(said);
    const asked = await shop.post(location.replace("?", "/train?"), { file: location.split("=")[1]! });
    const job = server.context.store.jobs.find("shop", asked.location.split("/").at(-1)!)!;
    expect(job.payload.dataset_path).toBe(
      server.context.store.datasets.find("shop", path.split("/").at(-1)!)!.datasetPath,
    );
  });

  test("says kindly that it has a file already, and adds nothing", async () => {
    const path = await uploaded(`${AMBIGUOUS}\n`);
    const before = await server.census();
    const { location } = await added(path, `${AMBIGUOUS}\n`);
    expect(location).toBe(`${path.replace("upload", "datasets")}?known=1`);
    expect((await shop.get(location)).html).toContain("already in the data set, so nothing was added");
    expect(await server.census()).toEqual(before);
  });

  test("loses a file by a press, and offers none for the last one", async () => {
    const has = await server.furnish("losing");
    const client = trustedClient(server, "losing");
    const page = `/app/datasets/${has.dataset}`;
    const remove = `${page}/files/${has.file}/remove`;
    expect((await client.get(page)).html).toContain(remove);
    expect((await client.post(remove, {})).location).toBe(page);
    expect(server.context.store.datasets.find("losing", has.dataset)!.files).toHaveLength(1);
    expect((await client.get(page)).html).not.toContain("/remove");
    expect((await client.post(`${page}/files/${has.dataset}/remove`, {})).status).toBe(409);
  });

  test("says where the newest model does not know of a file", async () => {
    const has = await server.furnish("unlearned");
    const { html } = await trustedClient(server, "unlearned").get(`/app/datasets/${has.dataset}`);
    expect(html).toContain("One file was added since the newest model was trained.");
  });

  test("shows the set that a refused file was to go to", async () => {
    const path = await uploaded();
    const form = new FormData();
    const id = path.split("/").at(-1)!;
    form.set("append_to", id);
    form.set("file", new File(["x"], "orders.pdf"));
    const page = await shop.post(`/app/upload?append_to=${id}`, form);
    expect([page.status, page.html.includes(`name="append_to" value="${id}"`)]).toEqual([422, true]);
  });
});

test("a shop without a model is welcomed, one with a model is led on", async () => {
  const { html } = await trustedClient(server, "newcomer").get("/app/welcome");
  expect(html).toContain("Drop a file of order lines here");
  await server.furnish("settled");
  expect((await trustedClient(server, "settled").get("/app/welcome")).location).toBe("/app");
});
