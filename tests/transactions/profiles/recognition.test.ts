import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { Glob } from "bun";
import { sharedFile } from "../../../benchmarks/reference";
import { roles } from "../../../src/transactions/columns/roles";
import { normalisedName } from "../../../src/transactions/columns/synonyms";
import { profiles } from "../../../src/transactions/profiles/all-profiles";
import { matchedNames, recogniseProfile } from "../../../src/transactions/profiles/recognise";
import { describeWhere } from "../../real-data";
import { shopExports } from "./exports";

/** The first line that names columns, whatever separates them. */
function headerOf(text: string): string[] {
  const line = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .find((line) => line.split(/[,;\t]/).filter((cell) => cell.trim() !== "").length > 2)!;
  const delimiter = [",", ";", "\t"].sort((a, b) => line.split(b).length - line.split(a).length)[0]!;
  return line.split(delimiter).map((cell) => cell.replaceAll('"', ""));
}

const byId = new Map(profiles.map((profile) => [profile.id, profile]));

/**
 * Variants of a profile for files of which columns were taken away; their headers are those of another export with
 * fewer columns.
 */
const variants: Readonly<Record<string, string>> = {
  "woocommerce-advanced-order-export-net":
    "Order Number,Order Status,Order Date,Email (Billing),SKU,Quantity,Order Line (w/o tax)",
  "woocommerce-advanced-order-export-orders":
    "Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Order Shipping Amount",
  "woocommerce-order-export-total":
    "order_id,date,status,order_shipping,cart_discount,order_total,customer_user,billing_email,order_item_1",
  "bigcommerce-net":
    "Order ID,Customer ID,Order Date,Order Status,Shipping Cost (ex tax),Order Total (ex tax)",
  oxid: "OXORDERNR,OXUSERID,OXORDERDATE,OXTOTALORDERSUM,OXARTNUM,OXAMOUNT,OXBRUTPRICE",
  paypal: "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID",
  loyverse:
    "Date,Receipt number,Receipt type,SKU,Item,Quantity,Gross sales,Discounts,Net sales,Customer name",
  faire: "Order Date,Order Number,Retailer Name,SKU,Status,Quantity,Wholesale Price,Retail Price",
  walmart: "PO#,Order#,Order Date,Customer Name,FLIDS,Line#,Status,Qty,SKU,Item Cost,Shipping Cost,Tax",
  "opencart-orders":
    "order_id,invoice_prefix,customer_id,email,total,order_status_id,currency_code,currency_value,date_added",
};

describe("the profile is told by the header", () => {
  test("of each system's export", () => {
    for (const { profile, text } of shopExports) {
      expect(recogniseProfile(headerOf(text))?.profile.id).toBe(profile);
    }
  });

  test("of each variant", () => {
    for (const [id, header] of Object.entries(variants)) {
      expect(recogniseProfile(header.split(","))?.profile.id).toBe(id);
    }
  });

  test("and every profile is tried so", () => {
    const tried = new Set([...shopExports.map(({ profile }) => profile), ...Object.keys(variants)]);
    expect(profiles.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
    expect(tried.size).toBe(profiles.length);
  });

  test("however its names are written, and in any order of columns", () => {
    for (const { profile, text } of shopExports) {
      const names = headerOf(text).map((name) => ` ${name.toUpperCase().replaceAll(" ", "_")} `);
      expect(recogniseProfile(names.reverse())?.profile.id).toBe(profile);
    }
  });

  test("and no two profiles fit a header equally well", () => {
    for (const { profile, text } of shopExports) {
      const names = new Map(headerOf(text).map((name) => [normalisedName(name), name]));
      const fits = profiles.map((each) => matchedNames(each, names).length);
      const best = Math.max(...fits);
      expect([profile, fits.filter((fit) => fit === best).length]).toEqual([profile, 1]);
    }
  });

  test("with the columns as the file writes them for evidence", () => {
    const found = recogniseProfile(["id", "Amount Refunded", "Currency", "Created (UTC)", "Customer Email"]);
    expect(found?.profile.name).toBe("Stripe, payments export without conversion");
    expect(found?.evidence).toEqual(["Amount Refunded", "Currency", "Created (UTC)", "Customer Email"]);
  });

  test.each([
    ["Shopify", "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price", "shopify"],
    [
      "WooCommerce Analytics in English before 2024",
      "Date,Order #,N. Revenue,Status,Customer,Customer type,Product(s),Items sold,Coupon(s)",
      "woocommerce-analytics",
    ],
    [
      "WooCommerce Analytics in German",
      "Datum,Bestellung #,Status,Kunde,Kundentyp,Produkt(e),Verkaufte Artikel,Gutschein(e),Nettoumsatz",
      "woocommerce-analytics",
    ],
    [
      "PrestaShop in English",
      "ID;Reference;New client;Delivery;Customer;Total;Payment;Status;Date",
      "prestashop",
    ],
    [
      "PrestaShop in French",
      "ID;Référence;Nouveau client;Livraison;Client;Total;Paiement;État;Date",
      "prestashop",
    ],
    [
      "PrestaShop in Spanish",
      "ID;Referencia;Nuevo cliente;Entrega;Cliente;Total;Pago;Estado;Fecha",
      "prestashop",
    ],
    [
      "PrestaShop in Italian",
      "ID;Riferimento;Nuovo cliente;Consegna;Cliente;Totale;Pagamento;Stato;Data",
      "prestashop",
    ],
    [
      "eBay in English",
      "Sales Record Number,Order Number,Buyer Username,Item Number,Item Title,Quantity,Sold For,Sale Date",
      "ebay",
    ],
    [
      "eBay in French",
      "Numéro de commande;Pseudo de l'acheteur;Numéro de l'objet;Titre de l'objet;Quantité;Vendu pour;Date de vente",
      "ebay",
    ],
    [
      "Odoo in German",
      "Auftragsreferenz,Auftragsdatum,Kunde,Status,Auftragszeilen/Produkt,Auftragszeilen/Menge,Auftragszeilen/Einzelpreis,Auftragszeilen/Zwischensumme",
      "odoo",
    ],
    [
      "Odoo in Spanish",
      "Referencia del pedido,Fecha de la orden,Cliente,Estado,Líneas del pedido/Producto,Líneas del pedido/Cantidad,Líneas del pedido/Precio unitario",
      "odoo",
    ],
    [
      "Odoo by field names",
      "name,date_order,partner_id,state,order_line/product_id,order_line/product_uom_qty,order_line/price_unit",
      "odoo",
    ],
    [
      "Online Retail",
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
      "online-retail",
    ],
    [
      "Square of 2017",
      "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID",
      "square-items",
    ],
  ])("of %s, of which columns were deleted or translated", (_, header, id) => {
    expect(recogniseProfile(header.split(header.includes(";") ? ";" : ","))?.profile.id).toBe(id);
  });

  test.each([
    "CustomerID,InvoiceNo,InvoiceDate,StockCode,Quantity,UnitPrice,Country,Order Status",
    "order_id,order_date,status,customer_id,billing_email,sku,quantity,item_price",
    "id,name,email,created_at,currency,total,status",
    "Order ID,Order Date,Customer ID,Product,Quantity,Price,Discount,Total",
    "Invoice ID,Branch,City,Customer type,Gender,Product line,Unit price,Quantity,Total,Date,Time,Payment",
    "event_time,event_type,product_id,price,user_id,user_session",
    "Datum;Kunde;Kundennummer;Artikel;Menge;Betrag",
    "Order Reference,Vendor,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price",
  ])("and a table of nobody's has none: %s", (header) => {
    expect(recogniseProfile(header.split(header.includes(";") ? ";" : ","))).toBeNull();
  });
});

describe("a profile", () => {
  test("names itself once", () => {
    expect(byId.size).toBe(profiles.length);
  });

  test("finds in its export who bought, when, and for how much", () => {
    for (const { profile: id, text, expected } of shopExports) {
      const names = new Set(headerOf(text).map(normalisedName));
      const { columns } = byId.get(id)!;
      const missing = (["order_id", "order_datetime"] as const).filter(
        (role) => !columns[role]?.some((name) => names.has(name)),
      );
      expect([id, missing]).toEqual([id, []]);
      const amounts = (["unit_price", "line_total", "order_total"] as const).filter((role) =>
        columns[role]?.some((name) => names.has(name)),
      );
      expect([id, amounts.length > 0]).toEqual([id, true]);
      const buyers = columns.customer_id?.some((name) => names.has(name)) ?? false;
      expect([id, buyers]).toEqual([id, expected !== null]);
    }
  });

  test("writes its names as they are compared, and never gives a column to an absent role", () => {
    for (const profile of profiles) {
      for (const role of roles) {
        const names = profile.columns[role] ?? [];
        expect(names.map(normalisedName)).toEqual([...names]);
        expect(new Set(names).size).toBe(names.length);
        if (profile.absent?.includes(role))
          expect([profile.id, role, [...names]]).toEqual([profile.id, role, []]);
      }
      const words = [
        ...Object.keys(profile.statuses ?? {}),
        ...Object.keys(profile.rowTypes ?? {}),
        ...(profile.guests ?? []),
      ];
      const signed = profile.signatures.flatMap(({ all, any, none }) => [
        ...all,
        ...(any?.flat() ?? []),
        ...(none ?? []),
      ]);
      for (const word of [...words, ...signed]) expect(normalisedName(word)).toBe(word);
    }
  });

  test("says how a discount or a refund is meant only where it has such a column", () => {
    for (const { id, columns, discount, refund } of profiles) {
      if (discount !== undefined) expect([id, columns.discount?.length ?? 0]).not.toEqual([id, 0]);
      if (refund !== undefined) expect([id, columns.refund?.length ?? 0]).not.toEqual([id, 0]);
    }
  });
});

const cases = sharedFile("cases");
const exportsOfShops = sharedFile("exports");

describeWhere(cases !== null, "the profiles of public files", "cases", () => {
  test("are none where no system wrote them", () => {
    const found: Record<string, string> = {};
    for (const path of new Glob("*/*.csv").scanSync(cases!)) {
      const profile = recogniseProfile(headerOf(readFileSync(`${cases}/${path}`, "utf8")))?.profile.id;
      if (profile !== undefined) found[path] = profile;
    }
    expect(Object.values(found).sort()).toEqual(["magento-tables", "magento-tables", "olist", "superstore"]);
  });
});

describeWhere(exportsOfShops !== null, "the profile of each public export of a shop", "exports", () => {
  test("is its own", () => {
    const found: Record<string, string | undefined> = {};
    for (const path of new Glob("*.csv").scanSync(exportsOfShops!)) {
      const text = readFileSync(`${exportsOfShops}/${path}`, "utf8");
      found[path.replace(".csv", "")] = recogniseProfile(headerOf(text))?.profile.id;
    }
    expect(found).toEqual({
      amazon_fulfilled_shipments: "amazon-fulfilled-shipments",
      ebay: "ebay",
      etsy: "etsy-items",
      magento2_order_grid: "magento-grid",
      odoo: "odoo",
      opencart: "opencart",
      prestashop: "prestashop",
      shopify: "shopify",
      stripe: "stripe",
      woocommerce_advanced_order_export: "woocommerce-advanced-order-export",
      xero: "xero",
    });
  });
});
