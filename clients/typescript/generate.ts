/** `bun run build:client`: writes `src/schema.ts` from the server's OpenAPI document. */
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { clientDocument, markOf } from "./document";

const document = await clientDocument();
const ast = await openapiTS(JSON.parse(JSON.stringify(document)), {
  // A file is sent as one, not as a text.
  transform: ({ format }) => (format === "binary" ? ts.factory.createTypeReferenceNode("Blob") : undefined),
});
const head = `/* Made by "bun run build:client" from the OpenAPI document with the SHA-256\n * ${markOf(document)}. Not to be edited. */\n`;
await Bun.write(process.argv[2] ?? join(import.meta.dir, "src", "schema.ts"), `${head}\n${astToString(ast)}`);
