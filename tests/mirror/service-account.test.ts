import { describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readServiceAccount } from "../../src/mirror/service-account";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const FILE = {
  type: "service_account",
  project_id: "shop-1",
  client_email: "mirror@shop-1.iam.gserviceaccount.com",
  private_key: privateKey,
};
const ACCOUNT = { projectId: "shop-1", clientEmail: FILE.client_email, privateKey };
const folder = mkdtempSync(join(tmpdir(), "perennial-"));

const nowhere = {
  fetch: () => Promise.reject(new Error("nothing is to be fetched")),
  readObject: () => Promise.reject(new Error("nothing is to be read")),
};

function fileWith(text: string): string {
  const path = join(folder, `${Bun.randomUUIDv7()}.json`);
  writeFileSync(path, text);
  return path;
}

describe("the service account", () => {
  test("is read from a file", async () => {
    expect(await readServiceAccount(fileWith(JSON.stringify(FILE)), nowhere)).toEqual(ACCOUNT);
  });

  test("is read from an https URL, without following it elsewhere", async () => {
    const asked: [string, RequestInit][] = [];
    const fetch = async (url: string, init: RequestInit) => {
      asked.push([url, init]);
      return Response.json(FILE);
    };
    const url = "https://keys.example/a.json?signature=secret";
    expect(await readServiceAccount(url, { ...nowhere, fetch })).toEqual(ACCOUNT);
    expect(asked).toMatchObject([[url, { redirect: "manual" }]]);
  });

  test("is read from a bucket", async () => {
    const asked: unknown[] = [];
    const readObject = async (...place: [string, string]) => {
      asked.push(place);
      return new TextEncoder().encode(JSON.stringify(FILE));
    };
    expect(await readServiceAccount("b2://My-Keys/mirror/a%20b.json", { ...nowhere, readObject })).toEqual(
      ACCOUNT,
    );
    expect(asked).toEqual([["My-Keys", "mirror/a b.json"]]);
  });

  test("is never fetched by http", async () => {
    expect(readServiceAccount("http://keys.example/a.json", nowhere)).rejects.toThrow(
      /must be a file, an https URL/,
    );
  });

  for (const [name, text, sentence] of [
    ["no JSON", "-----BEGIN", "is not JSON."],
    ["a list", "[]", 'is not a service account: its "type"'],
    ["the web app's settings", '{"apiKey":"x"}', 'is not a service account: its "type"'],
    ["a file without its project", JSON.stringify({ ...FILE, project_id: "" }), 'has no "project_id".'],
    ["a file without its key", JSON.stringify({ ...FILE, private_key: undefined }), 'has no "private_key".'],
    [
      "a file with a key that is none",
      JSON.stringify({ ...FILE, private_key: "abc-secret" }),
      'has a "private_key" that is not a key.',
    ],
  ] as const) {
    test(`that is ${name} is told by its place, what is wrong and where to get one, without its content`, async () => {
      const path = fileWith(text);
      const error = await readServiceAccount(path, nowhere).catch((error) => error);
      expect(error.name).toBe("UserError");
      expect(error.message).toStartWith(`FIREBASE_SERVICE_ACCOUNT_PATH: ${path} ${sentence}`);
      expect(error.message).toContain("Generate new private key");
      expect(error.message).not.toContain("abc-secret");
    });
  }

  for (const [name, answer, sentence] of [
    ["refuses", () => Promise.resolve(new Response("no", { status: 403 })), "answers 403"],
    ["leads elsewhere", () => Promise.resolve(Response.redirect("http://other.example/")), "answers 302"],
    ["is away", () => Promise.reject(new Error("secret")), "cannot be reached"],
  ] as const) {
    test(`at a URL that ${name} is told without what may be a secret in it`, async () => {
      const url = "https://keys.example/a.json?signature=secret";
      const error = await readServiceAccount(url, { ...nowhere, fetch: answer }).catch((error) => error);
      expect(error.message).toStartWith(
        `FIREBASE_SERVICE_ACCOUNT_PATH is https://keys.example/a.json, which ${sentence}`,
      );
      expect(error.message).not.toContain("secret");
    });
  }

  test("that is not there is told", async () => {
    expect(readServiceAccount(join(folder, "none.json"), nowhere)).rejects.toThrow(
      /cannot be read \(ENOENT\)/,
    );
    const readObject = async () => null;
    expect(readServiceAccount("b2://keys/a.json", { ...nowhere, readObject })).rejects.toThrow(
      /no such object/,
    );
  });
});
