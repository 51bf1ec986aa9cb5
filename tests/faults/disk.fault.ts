import { afterAll, expect, test } from "bun:test";
import { canMount, smallDisk } from "../small-disk";
import { cleanUp, newFolder, perennial, Running } from "./running";

const possible = canMount();
if (!possible) console.log("left out: this user may not mount a small disk");
afterAll(cleanUp);

const ROW = 60_000;
const idsOf = async (server: Running) => {
  const { json } = await server.call("GET", "/queue");
  return (json as { queue_id: string }[]).map(({ queue_id }) => queue_id).sort();
};

test.skipIf(!possible)(
  "a disk that fills up under writes loses none that was acknowledged, nor does kill -9 on it",
  async () => {
    const disk = smallDisk(20)!;
    disk.fill(9e6);
    const server = await Running.start({ dataDir: disk.folder });
    const kept: string[] = [];
    let refused = 0;
    for (let i = 0; i < 400 && refused < 20; i++) {
      const status = await server.add(`row-${i}`, ROW);
      if (status === 200) kept.push(`row-${i}`);
      else {
        expect(status).toBe(507);
        refused++;
      }
    }
    expect(refused).toBe(20);
    expect((await server.call("GET", "/health")).status).toBe(200);
    expect((await server.call("GET", "/health/ready")).status).toBe(503);
    expect(await idsOf(server)).toEqual(kept.sort());
    await server.end("SIGKILL");
    // Neither a start nor the doctor can do anything without room, and both say so.
    const full = await Running.start({ dataDir: disk.folder }).catch(String);
    if (typeof full === "string")
      expect(full).toMatch(
        /exit code 1: error: The store .* cannot be opened, because the disk is full\. Make room/,
      );
    else await full.end();
    const { stderr } = await perennial(disk.folder, "doctor");
    expect(stderr).toMatch(/^(error: The store .* because the disk is full\. Make room there\.\n)?$/);
    disk.clear();
    const again = await Running.start({ dataDir: disk.folder });
    expect(await idsOf(again)).toEqual(kept);
    await again.end();
    expect(await perennial(disk.folder, "doctor")).toMatchObject({ code: 0, stderr: "" });
    disk.remove();
    console.log(`full disk: ${kept.length} acknowledged, ${refused} refused, 0 lost`);
  },
);

test.skipIf(!possible)(
  "an upload for which there is no room is refused, and nothing of it stays",
  async () => {
    const disk = smallDisk(8)!;
    const server = await Running.start({ dataDir: disk.folder });
    expect(await server.add("row", 10)).toBe(200);
    const form = new FormData();
    form.set("file", new File([`CustomerID,Total\n${"1,2\n".repeat(3_000_000)}`], "orders.csv"));
    expect((await server.call("POST", "/upload", form)).status).toBe(507);
    expect(await server.add("row-2", 10)).toBe(200);
    await server.end();
    expect((await perennial(disk.folder, "doctor")).stdout).toContain("Nothing is wrong.");
    disk.remove();
  },
);

test.skipIf(!possible)(
  "a disk that becomes read-only is answered 507, reads go on, and so do writes once it is back",
  async () => {
    const disk = smallDisk(32)!;
    const mount = (how: string) => Bun.spawnSync(["mount", "-o", `remount,${how}`, disk.folder]).success;
    const server = await Running.start({ dataDir: disk.folder });
    expect(await server.add("before")).toBe(200);
    // A file that is open for writing keeps the system from it; then the fault cannot be made here.
    const made = mount("ro");
    if (made) {
      expect(await server.add("during")).toBe(507);
      expect((await server.call("GET", "/queue")).status).toBe(200);
      mount("rw");
    }
    expect(await server.add("after")).toBe(200);
    expect(await idsOf(server)).toEqual(["after", "before"]);
    await server.end();
    expect(mount("ro")).toBe(true);
    const failure = await Running.start({ dataDir: disk.folder }).catch(String);
    expect(failure).toMatch(
      /exit code 1: error: DATA_DIR=.* cannot be written \(the file system is read-only\)\./,
    );
    mount("rw");
    disk.remove();
  },
);

test.skipIf(process.getuid?.() !== 0)(
  "without permission the server says which folder or file it may not use, and touches nothing",
  async () => {
    const folder = newFolder();
    const server = await Running.start({ dataDir: folder });
    expect(await server.add("kept")).toBe(200);
    await server.end();
    const by = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const start = () => Running.start({ dataDir: folder, by }).then(() => "started", String);
    Bun.spawnSync(["chmod", "755", folder]);
    expect(await start()).toMatch(
      /error: DATA_DIR=.* cannot be written \(this user may not write there\)\. Set DATA_DIR/,
    );
    Bun.spawnSync(["chmod", "-R", "a+rwX", folder]);
    Bun.spawnSync(["chmod", "600", `${folder}/artifacts/perennial.sqlite`]);
    expect(await start()).toMatch(
      /error: The store .* cannot be opened .*Give this user the right to read and write it/,
    );
    const again = await Running.start({ dataDir: folder });
    expect(await idsOf(again)).toEqual(["kept"]);
    await again.end();
  },
);
