import { FirestoreServer, type FirestoreStateDocument } from "@firestore-emulator/server";
import type { Server } from "@grpc/grpc-js";

/**
 * A Firestore emulator that its parent stops and starts, and that keeps what it holds meanwhile. It watches what is
 * written: the versions of each document, as `mirror_version` counts them, must rise.
 */
const emulator = new FirestoreServer();
const { server } = emulator as unknown as { server: Server };
const versions = new Map<string, number>();
const contents = new Map<string, number>();
const faults: string[] = [];
const seen = { written: 0, deleted: 0 };
let port = 0;

function watch({ document }: { document: FirestoreStateDocument }): void {
  seen.written++;
  const path = document.getPath();
  const version = Number((document.getField("mirror_version") as { value: number } | undefined)?.value);
  const last = versions.get(path) ?? 0;
  if (!(version > last)) faults.push(`${path}: version ${version} after ${last}`);
  versions.set(path, version);
  const content = contentOf(document);
  const lastContent = contents.get(path) ?? 0;
  if (content < lastContent) faults.push(`${path}: change ${content} after ${lastContent}`);
  contents.set(path, content);
}

/** Number of the test's change that the document shows: `v17` in its label, name or title, or its result's `v`. */
function contentOf(document: FirestoreStateDocument): number {
  for (const name of ["label", "name", "title"]) {
    const text = (document.getField(name) as { value?: unknown } | undefined)?.value;
    const number = typeof text === "string" ? /^v(\d+)$/.exec(text)?.[1] : undefined;
    if (number) return Number(number);
  }
  const result = document.getField("result") as { value?: { v?: { value: number } } | null } | undefined;
  return result?.value?.v?.value ?? 0;
}

emulator.state.emitter.on("create-document", watch);
emulator.state.emitter.on("update-document", watch);
emulator.state.emitter.on("delete-document", () => {
  seen.deleted++;
});

function listen(): Promise<void> {
  return emulator.start(port);
}

function hangUp(): void {
  server.unbind(`0.0.0.0:${port}`);
  server.drain(`0.0.0.0:${port}`, 0);
}

process.on(
  "message",
  async (asked: { type: "listen"; port: number } | { type: "hang up" | "report" | "forget" }) => {
    if (asked.type === "listen") {
      port = asked.port;
      await listen();
    } else if (asked.type === "hang up") hangUp();
    else if (asked.type === "forget") emulator.state.clear();
    process.send!({ type: asked.type, seen, faults, paths: asked.type === "report" ? paths() : [] });
  },
);
process.on("disconnect", () => process.exit());

/** Of all documents that are there. */
function paths(): string[] {
  const found: string[] = [];
  const visit = (
    collections: Record<
      string,
      { documents?: Record<string, { path: string; fields: object; collections: never }> }
    >,
  ) => {
    for (const { documents = {} } of Object.values(collections)) {
      for (const { path, fields, collections: below } of Object.values(documents)) {
        if (Object.keys(fields).length > 0) found.push(path.replace(/^.*\/documents\//, ""));
        visit(below);
      }
    }
  };
  const { projects } = emulator.state.toJSON();
  for (const { databases } of Object.values(projects))
    for (const { collections } of Object.values(databases)) visit(collections as never);
  return found.sort();
}
