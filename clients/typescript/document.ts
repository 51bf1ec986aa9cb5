import { openApiDocument } from "../../src/api/openapi";
import { routes } from "../../src/api/resources";

type Json = Record<string, unknown>;

/**
 * The server's document, as the types are made from it: without the tenant, which the client names by itself, and without
 * errors, which it throws. Examples are for readers of the document.
 */
export async function clientDocument(): Promise<Json> {
  const document = structuredClone(await openApiDocument(routes));
  const paths = document.paths as Record<string, Record<string, Json>>;
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations)) {
      if (Array.isArray(operation.parameters))
        operation.parameters = operation.parameters.filter(({ name }: Json) => name !== "X-Tenant-Id");
      const answers = Object.entries(operation.responses as Json);
      operation.responses = Object.fromEntries(answers.filter(([status]) => Number(status) < 400));
      for (const part of [operation.requestBody, ...Object.values(operation.responses as Json)])
        for (const media of Object.values((part as { content?: Json } | undefined)?.content ?? {}))
          delete (media as Json).example;
    }
  return document;
}

/** The mark of a document, which the types begin with: they are made from exactly this one. */
export function markOf(document: Json): string {
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(document)).digest("hex");
}
