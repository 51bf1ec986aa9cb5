import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { routes } from "../../src/api/resources";
import { readConfig, SETTINGS } from "../../src/config";
import { parseAssignments, parseDockerfile } from "./dockerfile";

/** No container engine is needed: the file is read and compared with the Dockerfile, the settings and the routes. */

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly entrypoint?: readonly string[];
  readonly command?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
}

const ROOT = resolve(import.meta.dir, "..", "..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

const { services, volumes } = parse(read("compose.yaml")) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, null>>;
};
const { server, storage, inngest } = services as Record<"server" | "storage" | "inngest", Service>;
const image = parseDockerfile(read("Dockerfile")).at(-1)!.instructions;
const rests = (name: string) => image.filter((one) => one.name === name).map(({ rest }) => rest);
const example = Object.fromEntries(
  [...read(".env.example").matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
);
const SECRETS = { S3_KEY_ID: "id", S3_SECRET: "secret", EVENT_KEY: "e1", SIGNING_KEY: "00ff" };

describe("compose.yaml", () => {
  test("pins every image that it does not build", () => {
    expect(server.build).toBe(".");
    for (const { build, image } of Object.values(services))
      if (build === undefined) expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+$/);
  });

  test("gives the server only settings that exist, and the server accepts them", () => {
    const known: readonly string[] = Object.values(SETTINGS).map(({ name }) => name);
    expect(Object.keys(server.environment).filter((name) => !known.includes(name))).toEqual([]);
    const config = readConfig({
      ...Object.fromEntries(rests("ENV").flatMap(parseAssignments)),
      ...filled(server.environment, { ...example, ...SECRETS }),
    });
    expect(config).toMatchObject({
      auth: "keys",
      publicUrl: null,
      b2Bucket: "perennial",
      b2Endpoint: "http://storage:7070",
      b2KeyId: "id",
      b2AppKey: "secret",
      inngestBaseUrl: "http://inngest:8288",
      inngestEventKey: "e1",
      inngestSigningKey: "00ff",
      inngestDev: null,
    });
  });

  test("asks for every secret, and .env.example names each without a value", () => {
    const asked = [...read("compose.yaml").matchAll(/\$\{(\w+)(:\?|:-)/g)];
    expect([...new Set(asked.map(([, name]) => name!))].sort()).toEqual(Object.keys(example).sort());
    const required = asked.filter(([, , kind]) => kind === ":?").map(([, name]) => name!);
    expect([...new Set(required)].sort()).toEqual(Object.keys(SECRETS).sort());
    expect(Object.values(example).join("")).toBe("");
    expect(read(".gitignore").split("\n")).toContain(".env");
    // Bun reads .env too: these names must not configure a server that is started without containers.
    const known: readonly string[] = Object.values(SETTINGS).map(({ name }) => name);
    expect(Object.keys(example).filter((name) => known.includes(name))).toEqual(["PUBLIC_URL"]);
  });

  test("the services share their secrets", () => {
    const values = (service: Service) => filled(service.environment, SECRETS);
    expect(values(storage)).toEqual({ ROOT_ACCESS_KEY: "id", ROOT_SECRET_KEY: "secret" });
    expect(values(inngest)).toEqual({ INNGEST_EVENT_KEY: "e1", INNGEST_SIGNING_KEY: "00ff" });
  });

  test("publishes the image's port and Inngest's, to this machine only", () => {
    expect(server.ports).toEqual(rests("EXPOSE").map((port) => `127.0.0.1:${port}:${port}`));
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
    expect(storage.ports).toBeUndefined();
  });

  test("keeps the image's volumes, and all others, in volumes that are declared", () => {
    const mounts = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect([...new Set(mounts.map((mount) => mount.split(":")[0]!))].sort()).toEqual(
      Object.keys(volumes).sort(),
    );
    expect(server.volumes!.map((mount) => mount.split(":")[1]!)).toEqual(JSON.parse(rests("VOLUME")[0]!));
    expect(server).toMatchObject({ read_only: true, tmpfs: ["/tmp"] });
  });

  test("health and events go to routes of the server", () => {
    const paths = (text: string, host: string) =>
      [
        ...text.matchAll(new RegExp(`http://${host}:(\\d+|' \\+ process\\.env\\.PORT \\+ ')(/[\\w/]+)`, "g")),
      ].map(([, , path]) => path!);
    const ours = routes.map(({ path }) => path);
    expect(paths(rests("HEALTHCHECK")[0]!, "127.0.0.1")).toEqual(["/health"]);
    expect(paths(inngest.command!, "server")).toEqual(["/api/inngest"]);
    expect(ours).toContain("/health");
    expect(ours).toContain("/api/inngest");
    expect(inngest.command).toContain(`http://server:${rests("EXPOSE")[0]}/`);
  });

  test("waits only for services that say when they are healthy, at the address they listen on", () => {
    for (const [name, { condition }] of Object.entries(server.depends_on!)) {
      expect(condition).toBe("service_healthy");
      expect(services[name]?.healthcheck).toBeDefined();
    }
    const start = storage.entrypoint!.at(-1)!;
    const [, port] = start.match(/--port :(\d+)/)!;
    const [, path] = start.match(/--health (\S+)/)!;
    expect(storage.healthcheck!.test.at(-1)).toBe(`http://127.0.0.1:${port}${path}`);
    expect(server.environment.B2_ENDPOINT).toContain(`http://storage:${port}`);
    expect(start).toContain(`/data/objects/${server.environment.B2_BUCKET} `);
    expect(server.environment.INNGEST_BASE_URL).toBe("http://inngest:8288");
    expect(inngest.healthcheck!.test.at(-1)).toContain("/127.0.0.1/8288");
  });

  test("its S3 server is the release that the integration tests run against", () => {
    const [, version] = read("tests/integrations/install-storage.sh").match(/^VERSION=(\S+)$/m)!;
    expect(storage.image).toBe(`versity/versitygw:${version}`);
  });
});

/** The environment as compose fills it in. Throws an Error for a secret that is missing. */
function filled(
  environment: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const value = (name: string, kind: string, words: string) => {
    if (given[name]) return given[name];
    if (kind === ":?") throw new Error(`${name}: ${words}`);
    return words;
  };
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{(\w+)(:\?|:-)([^}]*)\}/g, (_, variable, kind, words) =>
        value(variable, kind, words),
      ),
    ]),
  );
}
