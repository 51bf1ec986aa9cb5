import { openApiDocument } from "./src/api/openapi";
import { routes } from "./src/api/resources";
await Bun.write("/tmp/cp12/openapi.json", JSON.stringify(await openApiDocument(routes), null, 1));
