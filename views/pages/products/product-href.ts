import type { Product } from "../../../src/answers/products";
import { withQuery } from "../../components/pages";

/** The address of a product's page. */
export function productHref({ id }: Pick<Product, "id">, modelId: string | undefined): string {
  return withQuery(`/app/products/${encodeURIComponent(id)}`, { model: modelId });
}
