import { afterAll, describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openFirestore } from "../../src/mirror/firestore";
import { Store, storePath } from "../../src/store/store";

const CLI = resolve(import.meta.dir, "../../src/cli.ts");
const folder = mkdtempSync(join(tmpdir(), "perennial-"));
afterAll(() => rmSync(folder, { recursive: true }));

function perennial(...args: string[]) {
  const { stdout, stderr, exitCode } = Bun.spawnSync([process.execPath, CLI, ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: folder },
  });
  return { stdout: stdout.toString(), stderr: stderr.toString(), code: exitCode };
}

describe("the commands of the mirror", () => {
  test("say what to set where there is no store, or no Firestore", () => {
    expect(perennial("mirror", "verify")).toEqual({
      stdout: "",
      stderr: `error: There is no store at ${storePath(folder)}. Set DATA_DIR to the server's data folder.\n`,
      code: 1,
    });
    Store.open(storePath(folder)).close();
    for (const args of [
      ["mirror", "verify"],
      ["mirror", "rebuild"],
      ["restore", "--from-firestore"],
    ]) {
      expect(perennial(...args)).toEqual({
        stdout: "",
        stderr:
          "error: Firestore is not configured. Set FIREBASE_SERVICE_ACCOUNT_PATH to the JSON file of a service account.\n",
        code: 1,
      });
    }
  });

  test("restore from a file or from Firestore, not from both or neither, and not under a server", () => {
    for (const args of [["restore"], ["restore", "file", "--from-firestore"]])
      expect(perennial(...args).stderr).toBe(
        "error: Give either the file that backup wrote, or --from-firestore.\n",
      );
    const store = Store.open(storePath(folder));
    expect(perennial("restore", "--from-firestore").stderr).toContain("has the store");
    store.close();
  });
});

describe("Firestore's client library", () => {
  test("is opened with a service account, and closed, without asking anybody", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const account = {
      projectId: "shop-1",
      clientEmail: "mirror@shop-1.iam.gserviceaccount.com",
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    };
    const target = await openFirestore({ projectId: "shop-1", account });
    expect(target.name).toBe("the project shop-1");
    await target.close();
  });
});
