import { carts } from "./carts";
import { marketplaces } from "./marketplaces";
import type { ShopExport } from "./shop-export";
import { tillsAndBooks } from "./tills-and-books";

/** One small export of every system that is known, with the right figures. */
export const shopExports: readonly ShopExport[] = [...carts, ...marketplaces, ...tillsAndBooks];
